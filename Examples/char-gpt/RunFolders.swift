import Console
import Mixtures
import Runs
import Tokenizers

// The model folder and the starting token that a command uses if the user names none.

/// The folders of this program's models. No other program's models have a tokenizer beside their weights.
let modelFolders = ModelFolders(
  program: "char-gpt", files: RunFolder.names() + SavedMixture.ownFileNames, marks: ["tokenizer.json"])

/// Returns the folder of the model to use: the one given with `--model`, or the latest run under `runs/`.
func modelFolder(_ parsed: Parsed) throws -> String {
  try modelFolders.model(asked: parsed[CommonOptions.model], Remarks(quiet: parsed[CommonOptions.quiet]))
}

/// Says that a command uses only the network of a mixture, if the folder has one.
func remarkOnNetworkAlone(_ folder: String, _ remarks: Remarks) {
  guard SavedMixture.isMixture(folder) else { return }
  remarks.say("\(folder) is a mixture; only its network is used, without the counts")
}

/// Returns the tokens to start from without a prompt: a newline, or token 0 if the model has no newline.
func startingTokens(_ tokenizer: any Tokenizer) -> [Int32] {
  let tokens = tokenizer.encodeKnown("\n").tokens
  return tokens.isEmpty ? [0] : tokens
}
