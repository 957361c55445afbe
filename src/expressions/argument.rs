//! The arguments of an expression, as Python sent them.
//!
//! Parsing a pickle takes much code, and would be compiled for each of the structs that arguments become. So it is
//! parsed into one type, and structs are read from it.

use std::fmt;

use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
use serde::de::{self, DeserializeOwned, IntoDeserializer, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, forward_to_deserialize_any};

/// A value of Python.
#[derive(Debug, PartialEq)]
pub(super) enum Argument {
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    Str(String),
    List(Vec<Argument>),
    Dict(Vec<(Argument, Argument)>),
}

impl Argument {
    /// The struct, enum or number that was sent.
    ///
    /// # Errors
    /// If something else was sent.
    pub(super) fn read<T: DeserializeOwned>(self) -> Result<T, Error> {
        T::deserialize(self)
    }

    fn refused<T>(&self, expected: &dyn de::Expected) -> Result<T, Error> {
        let got = match self {
            Self::None => Unexpected::Unit,
            Self::Bool(value) => Unexpected::Bool(*value),
            Self::Int(value) => Unexpected::Signed(*value),
            Self::Float(value) => Unexpected::Float(*value),
            Self::Str(value) => Unexpected::Str(value),
            Self::List(_) => Unexpected::Seq,
            Self::Dict(_) => Unexpected::Map,
        };
        Err(de::Error::invalid_type(got, expected))
    }
}

impl<'de> Deserialize<'de> for Argument {
    fn deserialize<D: Deserializer<'de>>(parser: D) -> Result<Self, D::Error> {
        parser.deserialize_any(Parse)
    }
}

struct Parse;

impl<'de> Visitor<'de> for Parse {
    type Value = Argument;

    fn expecting(&self, text: &mut fmt::Formatter<'_>) -> fmt::Result {
        text.write_str("None, a bool, an int, a float, a str, a list or a dict")
    }

    fn visit_unit<E>(self) -> Result<Argument, E> {
        Ok(Argument::None)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Argument, E> {
        Ok(Argument::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Argument, E> {
        Ok(Argument::Int(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Argument, E> {
        Ok(Argument::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Argument, E> {
        Ok(Argument::Str(value.into()))
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Argument, A::Error> {
        let mut elements = vec![];
        while let Some(element) = list.next_element()? {
            elements.push(element);
        }
        Ok(Argument::List(elements))
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut dict: A) -> Result<Argument, A::Error> {
        let mut entries = vec![];
        while let Some(entry) = dict.next_entry()? {
            entries.push(entry);
        }
        Ok(Argument::Dict(entries))
    }
}

impl IntoDeserializer<'_, Error> for Argument {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Argument {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::None => visitor.visit_unit(),
            Self::Bool(value) => visitor.visit_bool(value),
            Self::Int(value) => visitor.visit_i64(value),
            Self::Float(value) => visitor.visit_f64(value),
            Self::Str(value) => visitor.visit_string(value),
            Self::List(elements) => visitor.visit_seq(SeqDeserializer::new(elements.into_iter())),
            Self::Dict(entries) => visitor.visit_map(MapDeserializer::new(entries.into_iter())),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::None => visitor.visit_none(),
            some => visitor.visit_some(some),
        }
    }

    /// Only a dict becomes a struct, so that the visitor of a struct is compiled for no other kind of value.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self {
            Self::Dict(entries) => visitor.visit_map(MapDeserializer::new(entries.into_iter())),
            other => other.refused(&visitor),
        }
    }

    /// Only a str names a field.
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Str(name) => visitor.visit_str(&name),
            other => other.refused(&visitor),
        }
    }

    /// Only a str is a variant: enums have no values.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self {
            Self::Str(name) => visitor.visit_enum(name.into_deserializer()),
            other => other.refused(&visitor),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map ignored_any
    }
}
