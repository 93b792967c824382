import Course
import Foundation
import Laboratory
import LinearAlgebra
import Translation

extension Command {
  static let devTranslation = Command(
    name: "dev translation",
    summary: "measures what one vector holds and what attention adds; takes many minutes",
    usage: "course dev translation [PART…] [--weights] [--write]",
    example: "swift run course dev translation order",
    flags: [
      Flag(name: "--weights", help: "trains the live figure's translator, and no more"),
      Flag(name: "--write", help: "puts it into chapters/, for the page"),
    ]
  ) { arguments in
    let (terminal, folder) = (arguments.terminal, try PackageFolder.containing())
    if arguments.has("--weights") {
      let (weights, card) = TranslationWeights.trained(terminal)
      for line in card { terminal.print(line) }
      if arguments.has("--write") {
        try folder.write(weights, to: TranslationWeights.path)
        try keepMeasurement(
          card, as: "16-live", by: "swift run course dev translation --weights --write",
          unit: TranslationWeights.unit, terminal)
      }
      return .done
    }
    let known = TranslationRuns.Part.allCases
    for word in arguments.positionals where !known.map(\.rawValue).contains(word) {
      throw UserError("\(word) is no part; there are \(listed(known.map(\.rawValue)))")
    }
    for part in known
    where arguments.positionals.isEmpty || arguments.positionals.contains(part.rawValue) {
      let lines = TranslationRuns.lines(part, terminal)
      if arguments.has("--write") {
        try keepMeasurement(
          lines, as: "16-\(part.rawValue)",
          by: "swift run course dev translation \(part.rawValue) --write", unit: part.unit, terminal
        )
      }
    }
    return .done
  }
}
