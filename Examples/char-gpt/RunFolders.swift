import Files
import Runs
import Tokenizers

// Which folder a command means when the user does not say.

/// The folders of this program's models, which alone have a tokenizer beside weights.
let modelFolders = ModelFolders(program: "char-gpt", files: RunFolder.names(), marks: ["tokenizer.json"])

/// The model to use: the folder asked for, or the run under `runs/` that was written last.
func modelFolder(_ asked: String?) throws -> String { try asked ?? modelFolders.latest() }

/// The run to go on with: the folder asked for, or the run under `runs/` whose checkpoint is the latest.
func resumableFolder(_ asked: String?) throws -> String {
  if let folder = asked ?? modelFolders.latest(holding: "last", "last.previous") { return folder }
  throw Problem(.missing, "there is no run under runs/ to go on with", suggestion: "Name its folder with --out DIR.")
}

/// What a text starts from when there is no prompt: a new line, where the model knows it.
func startingTokens(_ tokenizer: CharacterTokenizer) -> [Int32] {
  (try? tokenizer.encode("\n")) ?? [0]
}
