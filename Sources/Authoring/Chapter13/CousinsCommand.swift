import Course
import Cousins
import Foundation

extension Command {
  static let devCousins = Command(
    name: "dev cousins",
    summary: "measures eight cells at three tasks; takes six minutes",
    usage: "course dev cousins [--write] [--weights]",
    example: "swift run course dev cousins --write",
    flags: [
      Flag(name: "--weights", help: "trains the live figure's cells anew, and no more"),
      Flag(name: "--write", help: "puts the runs into chapters/measurements/, for the page"),
    ],
    positionals: 0...0
  ) { arguments in
    let folder = try PackageFolder.containing()
    if arguments.has("--weights") {
      try folder.write(CousinWeights.trained().file, to: CousinWeights.path)
      arguments.terminal.print("Wrote \(CousinWeights.path).")
      return .done
    }
    var lines: [String] = []
    for seed in Chapter13Values.seeds {
      for cousin in Cousin.allCases {
        for task in CousinMeasurement.Task.allCases {
          lines.append(CousinMeasurement.line(task, cousin, seed: UInt64(seed)))
          arguments.terminal.print(lines[lines.count - 1])
        }
      }
    }
    if arguments.has("--write") {
      try keepMeasurement(
        lines, as: CousinMeasurement.file, by: "swift run course dev cousins --write",
        unit: CousinMeasurement.unit, arguments.terminal)
    }
    return .done
  }
}

/// One cell at one task: chapters/measurements/13-cousins.txt.
enum CousinMeasurement {
  static let file = "13-cousins"
  static let unit =
    "counting: the n without a gap, and all n up to 100; reber: the share right of the kept "
    + "letters, of all, and the largest cell state; fresh: the same with a fresh state and stream "
    + "for each window; adding: the error after every hundred "
    + "updates; the last number of each: seconds of the processor for 1,000 updates"

  enum Task: String, CaseIterable { case counting, reber, adding, fresh }

  static func line(_ task: Task, _ cousin: Cousin, seed: UInt64) -> String {
    let start = clock()
    var numbers: [String]
    let updates: Int
    switch task {
    case .counting:
      let outcome = cousin.counting(seed: seed)
      numbers = ["\(outcome.longest)", "\(outcome.right)"]
      updates = CountingTask.updates
    case .reber, .fresh:
      let outcome = cousin.reber(seed: seed, resets: task == .fresh)
      numbers = [outcome.score.keptShare, outcome.score.share].map { fixed($0, 4) }
      numbers.append(fixed(outcome.largestCell, 1))
      updates = ReberTask.updates
    case .adding:
      numbers = cousin.adding(seed: seed).map { fixed($0, 5) }
      updates = AddingTask.updates
    }
    let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC) * 1_000 / Double(updates)
    numbers.append(fixed(seconds, 3))
    return "\(task.rawValue) \(cousin.rawValue) \(seed): \(numbers.joined(separator: " "))"
  }
}
