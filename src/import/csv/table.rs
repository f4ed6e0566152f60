//! The rows of a table in text, as RFC 4180 has them, and as spreadsheets write them.

use crate::import::Fault;

/// One row.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The line on which it begins, from 1.
    pub(super) line: usize,
    /// Its cells, as they are written.
    pub(super) cells: Vec<String>,
}

/// Reads the rows of a table. What separates cells is what the first line has most of: commas, semicolons or tabs.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Row>, Fault> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        Fault { line, message: "not UTF-8 text; export the table as UTF-8".to_owned() }
    })?;
    let first = text.lines().next().unwrap_or_default();
    let count = |separator: &char| first.matches(*separator).count();
    let separator = [',', ';', '\t'].into_iter().rev().max_by_key(count).unwrap_or(',');
    let mut rows = Vec::new();
    let mut row = Row { line: 1, cells: Vec::new() };
    let (mut cell, mut line, mut quoted_at) = (String::new(), 1, None);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        line += usize::from(character == '\n');
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '"' if quoted_at.is_some() && characters.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' if quoted_at.is_some() => quoted_at = None,
            _ if quoted_at.is_some() => cell.push(character),
            '"' if cell.is_empty() => quoted_at = Some(line),
            '\n' => {
                row.cells.push(plain(&mut cell));
                rows.push(std::mem::replace(&mut row, Row { line, cells: Vec::new() }));
            }
            _ if character == separator => row.cells.push(plain(&mut cell)),
            _ => cell.push(character),
        }
    }
    if let Some(line) = quoted_at {
        return Err(Fault { line, message: "a quotation mark opens here and is not closed".to_owned() });
    }
    if !cell.is_empty() || !row.cells.is_empty() {
        row.cells.push(plain(&mut cell));
        rows.push(row);
    }
    Ok(rows)
}

/// Takes a cell without the mark that keeps spreadsheets from taking it for a formula.
fn plain(cell: &mut String) -> String {
    let cell = std::mem::take(cell);
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\'']) => rest.to_owned(),
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn cells_hold_anything_between_quotation_marks() {
        let rows = read(b"\xef\xbb\xbfa,b\r\n\"x, \"\"y\"\"\",\"two\r\nlines\"\r\n\r\n'=1,\"\"\n").unwrap_or_default();
        let cells: Vec<Vec<&str>> = rows.iter().map(|row| row.cells.iter().map(String::as_str).collect()).collect();
        assert_eq!(cells, [vec!["a", "b"], vec!["x, \"y\"", "two\nlines"], vec![""], vec!["=1", ""]]);
        assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 2, 4, 5]);
        assert_eq!(read(b"a;b,c;d\n1;2;3").map(|rows| rows[1].cells.len()), Ok(3));
        assert_eq!(read(b"a\n\"b").map_err(|fault| fault.line), Err(2));
    }
}
