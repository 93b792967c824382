import Course
import Foundation
import Tasks
import Text

extension Command {
  static let devGrowth = Command(
    name: "dev growth",
    summary: "measures how the cost of training grows with its sizes; takes minutes",
    usage: "course dev growth [--rounds N] [--write]",
    example: "swift run course dev growth --rounds 3 --write",
    flags: [
      Flag(name: "--rounds", placeholder: "N", help: "each figure is the median of so many; 1"),
      Flag(name: "--write", help: "writes them to chapters/measurements/, for the page"),
    ], positionals: 0...0
  ) { arguments in
    let terminal = arguments.terminal
    let rounds = try arguments.integer("--rounds", default: 1, in: 1...99)
    var measured: [GrowthAxis: [GrowthPoint]] = [:]
    for axis in GrowthAxis.allCases {
      measured[axis] = try axis.values.map { value in
        let results = try (0..<rounds).map { _ in
          try axis.benchmark(value).measuredAlone(quickly: true)
        }
        let point = GrowthPoint(value, results)
        terminal.print(
          "\(axis.rawValue) \(grouped(value)): \(grouped(point.tokensPerSecond)) tokens/s, "
            + "\(point.percentOfPeak) % of peak, \(grouped(point.megabytes)) MB")
        return point
      }
    }
    if arguments.has("--write") {
      let folder = try PackageFolder.containing()
      let path = "\(Measurements.folder)/\(growthFile).txt"
      try folder.write(growthText(measured, on: machine(), date: today()), to: path)
      terminal.print("Wrote \(path). Now: swift run course dev figures; swift run course dev weave")
    }
    return .done
  }
}

/// In chapters/measurements/, where chapters/going-fast.md has its numbers from.
let growthFile = "going-fast"

/// The file of what was measured: for each value of a size tokens a second, percent of the peak, and
/// megabytes.
func growthText(
  _ measured: [GrowthAxis: [GrowthPoint]], on machine: String, date: String
) -> String {
  let head = measurementHead(
    "swift run -c release course dev growth --rounds 3 --write",
    unit: "value: tokens a second, percent of peak, megabytes", on: machine, date: date)
  return GrowthAxis.allCases.reduce(head) { text, axis in
    (measured[axis] ?? []).reduce(text + "\n") {
      let numbers = "\($1.tokensPerSecond) \($1.percentOfPeak) \($1.megabytes)"
      return $0 + "\(axis.rawValue) \($1.value): \(numbers)\n"
    }
  }
}
