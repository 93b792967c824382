extension Command {
  package static let completions = Command(
    name: "completions", summary: "lets the tab key complete commands in your shell",
    usage: "course completions bash | zsh | fish",
    example: "swift run course completions bash", positionals: 1...1
  ) { arguments in
    let shell = arguments.positionals[0]
    guard let script = try Completions(arguments.commands, of: .here()).scripts[shell] else {
      throw UserError("there are completions for bash, zsh and fish, not for \(shell)")
    }
    arguments.terminal.print(script)
    return .done
  }
}

/// What a shell is told, so that it completes `course che` and `course check --m`. It knows a program
/// `course`; where there is none the script makes a function of that name.
struct Completions {
  private struct Entry {
    let name: String
    let summary: String
    let flags: [Flag]
    /// What may follow, besides flags and files.
    let words: [String]
  }

  private let entries: [Entry]

  init(_ commands: [Command], of course: Course) {
    let numbers =
      course.chapters.map { "\($0.number)" } + course.exercises.map { "\($0.number)" }
    let all =
      commands
      + OtherProgram.commands.filter { other in
        !commands.contains { $0.name == other.name }
      }
    entries = all.filter { !$0.name.isEmpty && $0.words.count == 1 }.map { command in
      let inner = commands.filter { $0.isIn(command.name) && !$0.isTask }.map { $0.words[1] }
      let takesNumbers = command.usage.contains("EXERCISE") || command.usage.contains("CHAPTER")
      return Entry(
        name: command.name, summary: command.summary,
        flags: command.flags + [Flag("--help", "shows how it is used")],
        words: inner + (takesNumbers ? numbers : []))
    }
  }

  var scripts: [String: String] { ["bash": bash, "zsh": zsh, "fish": fish] }

  private static let function =
    "type course >/dev/null 2>&1 || course() { swift run course \"$@\"; }"

  private func cases(_ line: (Entry) -> String) -> String {
    entries.map { "    \($0.name)) \(line($0)) ;;" }.joined(separator: "\n")
  }

  private func list(_ entry: Entry) -> String {
    (entry.words + entry.flags.map(\.name)).joined(separator: " ")
  }

  private var bash: String {
    """
    \(Self.function)
    _course() {
      local list= word=${COMP_WORDS[COMP_CWORD]}
      if [ "$COMP_CWORD" -eq 1 ]; then list="\(entries.map(\.name).joined(separator: " "))"; else
      case ${COMP_WORDS[1]} in
    \(cases { "list=\"\(list($0))\"" })
      esac; fi
      COMPREPLY=($(compgen -W "$list" -- "$word"))
    }
    complete -o default -F _course course
    """
  }

  private var zsh: String {
    let names = entries.map { "'\($0.name):\(quoted($0.summary))'" }.joined(separator: " ")
    return """
      #compdef course
      \(Self.function)
      _course() {
        local -a list
        if (( CURRENT == 2 )); then list=(\(names)); _describe command list; return; fi
        case $words[2] in
      \(cases { "list=(\(list($0)))" })
        esac
        compadd -a list
        _files
      }
      (( $+functions[compdef] )) || { autoload -Uz compinit; compinit; }
      compdef _course course
      """
  }

  private var fish: String {
    let first = entries.map {
      "complete -c course -n __fish_use_subcommand -f -a \($0.name) -d '\(quoted($0.summary))'"
    }
    let rest = entries.flatMap { entry in
      let call = "complete -c course -n '__fish_seen_subcommand_from \(entry.name)'"
      let words = entry.words.isEmpty ? [] : ["\(call) -a '\(entry.words.joined(separator: " "))'"]
      return words
        + entry.flags.map { flag in
          "\(call) -l \(flag.name.dropFirst(2))\(flag.placeholder == nil ? "" : " -r") "
            + "-d '\(quoted(flag.help))'"
        }
    }
    let function = "type -q course; or function course; swift run course $argv; end"
    return ([function] + first + rest).joined(separator: "\n")
  }

  /// As it stands between apostrophes.
  private func quoted(_ text: String) -> String { text.replacing("'", with: "’") }
}
