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
        try write(card, "16-live", "--weights --write", TranslationWeights.unit, folder, terminal)
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
        let name = "16-\(part.rawValue)"
        try write(lines, name, "\(part.rawValue) --write", part.unit, folder, terminal)
      }
    }
    return .done
  }

  /// Puts lines into chapters/measurements/.
  private static func write(
    _ lines: [String], _ name: String, _ words: String, _ unit: String, _ folder: PackageFolder,
    _ terminal: Terminal
  ) throws {
    let head = measurementHead("swift run course dev translation \(words)", unit: unit)
    let path = "\(Measurements.folder)/\(name).txt"
    try folder.write(([head] + lines).joined(separator: "\n") + "\n", to: path)
    terminal.print("Wrote \(path).")
  }
}
