import Files

/// Returns the records of a file of comma-separated values, as defined in RFC 4180: quoted fields may contain commas,
/// newlines and doubled quotes.
///
///     try csvRecords(Array("id,text\n1,\"so, so\"\n".utf8), path: "a.csv")   // lines 1 and 2, two fields each
///
/// - Returns: the fields of each record as UTF-8, and the line on which it begins; empty lines are not records, nor are
///   lines of fields that are empty or white space, which spreadsheets write for empty rows.
/// - Throws: `Problem` of kind `badData` when a quote is never closed, or something follows a closing quote; the
///   message names the line.
func csvRecords(_ bytes: [UInt8], path: String) throws -> [(line: Int, fields: [[UInt8]])] {
  let (quote, comma, newline, carriageReturn) = (
    UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r")
  )
  var records: [(line: Int, fields: [[UInt8]])] = []
  var (line, i) = (1, 0)
  while i < bytes.count {
    let firstLine = line
    var fields: [[UInt8]] = []
    var isAtEnd = false
    while !isAtEnd {
      var field: [UInt8] = []
      if i < bytes.count, bytes[i] == quote {
        let opening = line
        i += 1
        while true {
          guard i < bytes.count else {
            throw Problem(.badData, "\(path): the quote opened on line \(opening) is never closed")
          }
          if bytes[i] == quote {
            guard i + 1 < bytes.count, bytes[i + 1] == quote else { break }
            i += 1
          } else if bytes[i] == newline {
            line += 1
          }
          field.append(bytes[i])
          i += 1
        }
        i += 1
        if i + 1 < bytes.count, bytes[i] == carriageReturn, bytes[i + 1] == newline { i += 1 }
        guard i == bytes.count || bytes[i] == comma || bytes[i] == newline else {
          throw Problem(
            .badData, "\(path): line \(line) has something after a closing quote",
            suggestion: "Write a quote inside a quoted field twice.")
        }
      } else {
        while i < bytes.count, bytes[i] != comma, bytes[i] != newline {
          field.append(bytes[i])
          i += 1
        }
        let endsLine = i == bytes.count || bytes[i] == newline
        if endsLine, field.last == carriageReturn { field.removeLast() }
      }
      fields.append(field)
      isAtEnd = i == bytes.count || bytes[i] == newline
      if i < bytes.count, bytes[i] == newline { line += 1 }
      i += 1
    }
    if !fields.allSatisfy({ $0.allSatisfy(isWhitespace) }) { records.append((firstLine, fields)) }
  }
  return records
}
