import Files

extension Program {
  /// Returns a script for a shell that completes this program's commands and options.
  ///
  ///     source <(char-gpt --generate-completion bash)
  ///
  /// - Throws: `Problem` of kind `usage` if the shell is missing or unknown.
  func completion(for shell: String?) throws -> String {
    switch shell {
    case "bash": return bashCompletion
    case "zsh": return zshCompletion
    case "fish": return fishCompletion
    default:
      let message = shell.map { "there is no completion for \(quoted($0))" } ?? "the shell is missing"
      throw Problem(.usage, message, suggestion: "Name the shell: bash, zsh or fish.")
    }
  }

  /// A name that can be part of a shell function's name.
  private var identifier: String { name.replacing("-", with: "_") }

  private var bashCompletion: String {
    let cases = commands.map { command in
      let values = command.options.filter { !$0.choices.isEmpty }.map {
        "        --\($0.name)) COMPREPLY=($(compgen -W '\($0.choices.joined(separator: " "))' -- \"$word\")); return ;;\n"
      }
      let options = (command.options.map { "--\($0.name)" } + ["--help"]).joined(separator: " ")
      return """
            \(command.name))
              case "$before" in
        \(values.joined())        esac
              [[ $word == -* ]] && COMPREPLY=($(compgen -W '\(options)' -- "$word")) ;;

        """
    }
    let names = (commands.map(\.name) + ["help", "--help", "--version"]).joined(separator: " ")
    return """
      # Completion of \(name) for bash. Load it with: source <(\(name) --generate-completion bash)
      _\(identifier)() {
        local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
        COMPREPLY=()
        if ((COMP_CWORD == 1)); then
          COMPREPLY=($(compgen -W '\(names)' -- "$word"))
          return
        fi
        case "${COMP_WORDS[1]}" in
      \(cases.joined())  esac
      }
      # With -o default, words that are no options are completed as file names.
      complete -o default -F _\(identifier) \(name)

      """
  }

  private var zshCompletion: String {
    let described = commands.map { "    '\($0.name):\(zshText($0.summary))'" }.joined(separator: "\n")
    let cases = commands.map { command in
      let specifications = command.options.map { option in
        let value = option.value.map { value in
          let action = option.choices.isEmpty ? "_files" : "(\(option.choices.joined(separator: " ")))"
          return ":\(value.placeholder):\(action)"
        }
        return "'--\(option.name)[\(zshText(option.help))]\(value ?? "")'"
      }
      let all = (specifications + ["'--help[print this help]'", "'*:file:_files'"]).joined(separator: " \\\n        ")
      return "    \(command.name))\n      _arguments -s \\\n        \(all) ;;\n"
    }
    return """
      #compdef \(name)
      # Completion of \(name) for zsh. Load it with: source <(\(name) --generate-completion zsh)
      _\(identifier)() {
        local -a commands
        commands=(
      \(described)
        )
        if ((CURRENT == 2)); then
          _describe command commands
          return
        fi
        local command=${words[2]}
        shift words
        ((CURRENT--))
        case $command in
      \(cases.joined())  esac
      }
      compdef _\(identifier) \(name)

      """
  }

  private var fishCompletion: String {
    var lines = ["# Completion of \(name) for fish. Load it with: \(name) --generate-completion fish | source"]
    for command in commands {
      lines.append(
        "complete -c \(name) -n __fish_use_subcommand -f -a \(command.name) -d '\(fishText(command.summary))'")
    }
    for command in commands {
      for option in command.options {
        let value =
          option.value == nil
          ? "" : option.choices.isEmpty ? " -r" : " -x -a '\(option.choices.joined(separator: " "))'"
        lines.append(
          "complete -c \(name) -n '__fish_seen_subcommand_from \(command.name)' -l \(option.name)\(value) "
            + "-d '\(fishText(option.help))'")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A text inside single quotes and brackets of zsh's `_arguments`, where these characters have a meaning.
  private func zshText(_ text: String) -> String {
    var result = ""
    for character in text {
      if "[]:\\".contains(character) { result.append("\\") }
      result += character == "'" ? "'\\''" : String(character)
    }
    return result
  }

  private func fishText(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
  }
}
