//! A bar for long work, on stderr.
//!
//! A terminal gets the bar as `indicatif` draws it. Elsewhere, in notebooks above all, stderr is no
//! terminal but understands a carriage return, so there the bar is one line that is written again
//! twice a second.

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::sync::Once;
use std::time::Duration;

use indicatif::{
    HumanCount, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle, TermLike,
};

use crate::matching::Progress;

/// Columns of the bar where the width is not known.
const WIDTH: u16 = 80;
/// How often the line is written again, in a second.
const RATE: u8 = 2;

/// A bar, which comes when work begins, and goes when it is dropped.
pub(super) struct Bar {
    bar: ProgressBar,
    begun: Once,
}

impl Bar {
    /// A bar of no length yet, under the name of a function.
    pub(super) fn new(function: &str) -> Self {
        let target = if io::stderr().is_terminal() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::term_like_with_hz(Box::new(Line), RATE)
        };
        let template =
            "{prefix} {bar:24} {percent:>3} % {human_pos}/{human_len} texts, {rate}/s, {eta} left";
        let rate = |state: &ProgressState, line: &mut dyn fmt::Write| {
            // What cannot be written is not shown.
            let _ = write!(line, "{}", HumanCount(state.per_sec() as u64));
        };
        let style =
            ProgressStyle::with_template(template).map(|style| style.with_key("rate", rate));
        let bar = ProgressBar::with_draw_target(Some(0), target).with_prefix(function.to_owned());
        if let Ok(style) = style {
            bar.set_style(style);
        }
        Self {
            bar,
            begun: Once::new(),
        }
    }
}

impl Progress for Bar {
    fn begin(&self, steps: usize) {
        self.bar.inc_length(steps as u64);
        let tick = || self.bar.enable_steady_tick(Duration::from_millis(500));
        self.begun.call_once(tick);
    }

    fn advance(&self, steps: usize) {
        self.bar.inc(steps as u64);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// One line of stderr, without a cursor to move.
#[derive(Debug)]
struct Line;

impl TermLike for Line {
    fn width(&self) -> u16 {
        WIDTH
    }

    fn move_cursor_up(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_down(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_right(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_left(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn write_line(&self, text: &str) -> io::Result<()> {
        self.write_str(text)
    }

    fn write_str(&self, text: &str) -> io::Result<()> {
        io::stderr().write_all(text.as_bytes())
    }

    fn clear_line(&self) -> io::Result<()> {
        write!(
            io::stderr(),
            "\r{:width$}\r",
            "",
            width = usize::from(WIDTH)
        )
    }

    fn flush(&self) -> io::Result<()> {
        io::stderr().flush()
    }
}
