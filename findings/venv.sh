# Makes $python an interpreter of a fresh virtual environment with the packages named as arguments.
# The environment lies in a temporary folder and is removed when the script that sources this ends.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder"
"$folder/bin/pip" install --quiet --disable-pip-version-check --no-compile "$@"
python="$folder/bin/python"
