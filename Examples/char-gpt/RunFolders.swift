import Runs
import Tokenizers

// The folder that a command uses if the user names none.

/// The folders of this program's models, which alone have a tokenizer beside weights.
let modelFolders = ModelFolders(program: "char-gpt", files: RunFolder.names(), marks: ["tokenizer.json"])

/// Returns the model to use: the folder asked for, or the run under `runs/` that was written last.
func modelFolder(_ asked: String?) throws -> String { try asked ?? modelFolders.latest() }

/// Returns the start of a text without a prompt: a new line, if the model knows it.
func startingTokens(_ tokenizer: CharacterTokenizer) -> [Int32] {
  (try? tokenizer.encode("\n")) ?? [0]
}
