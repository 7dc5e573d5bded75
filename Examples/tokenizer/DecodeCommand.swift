import Console
import Files
import Foundation
import Tokenizers

private let file = Argument("FILE", help: "a file of tokens, as encode writes it")
private let out = CommonOptions.outFile("the text file to write (default: standard output)")

/// The answer with `--json`.
private struct Figures: Encodable {
  let out: String
  let tokens: Int
  let bytes: Int
}

let decodeCommand = Command(
  "decode", summary: "turn a file of tokens back into text", arguments: [file],
  options: [
    TokenizerArguments.tokenizer, out, CommonOptions.overwrite, CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  let path = try TokenizerArguments.path(parsed)
  if parsed[CommonOptions.json], parsed[out] == nil {
    throw Problem(.usage, "--json prints figures, so it needs --out for the text")
  }
  let target = try parsed[out].map { try OutputFile.checked($0, parsed, reading: [parsed[file], path]) }
  let tokenizer = try TokenizerArguments.load(parsed), tokens = try TokenFile(contentsOf: parsed[file])
  try tokens.requireTokens(of: tokenizer.tokenizer, named: path)
  guard let target else {
    return try tokenizer.decode(tokens) { data in
      do {
        try FileHandle.standardOutput.write(contentsOf: data)
      } catch {
        throw Problem(.inputOutput, "cannot write to standard output")
      }
    }
  }
  var bytes = 0
  try writeFile(to: target) { file in
    try tokenizer.decode(tokens) {
      try file.write(contentsOf: $0)
      bytes += $0.count
    }
  }
  if parsed[CommonOptions.json] {
    return try printJSON(Figures(out: target, tokens: tokens.count, bytes: bytes))
  }
  try printFigures([("tokens", Double(tokens.count)), ("bytes", Double(bytes))])
}
