import Course
import Foundation
import Laboratory
import UnequalLengths

extension Command {
  static let devPadding = Command(
    name: "dev padding",
    summary: "measures what padding costs; takes minutes",
    usage: "course dev padding [--weights] [--write]",
    example: "swift run course dev padding",
    flags: [
      Flag(name: "--weights", help: "trains the live figure's network, and no more"),
      Flag(name: "--write", help: "puts it into chapters/, for the page"),
    ],
    positionals: 0...0
  ) { arguments in
    let (terminal, folder) = (arguments.terminal, try PackageFolder.containing())
    let isWeights = arguments.has("--weights")
    let lines = isWeights ? [] : PaddingRuns.lines(terminal)
    let (weights, card) = isWeights ? PaddingWeights.trained() : (Data(), [])
    for line in lines + card { terminal.print(line) }
    guard arguments.has("--write") else { return .done }
    let unit =
      isWeights
      ? "16 units, seed 1, masked; weights in 16 bits; the share of 500 new opinions judged rightly"
      : "after every hundred of 1,000 updates the share of 500 new opinions judged rightly, in "
        + "thousandths, by way, steps and seed; then millions of steps read"
    if isWeights { try folder.write(weights, to: PaddingWeights.path) }
    try keepMeasurement(
      lines + card, as: isWeights ? PaddingWeights.file : PaddingRuns.file,
      by: "swift run course dev padding" + (isWeights ? " --weights" : ""), unit: unit, terminal)
    return .done
  }
}

/// The runs of chapter 10's experiment.
struct PaddingRuns {
  static let file = "10-padding"
  static let (seeds, updates, long) = (1...5, 1_000, 60)
  /// The steps to which sentences are padded on the right and read without a mask.
  static let lengths = [10, 15, 20, 25, 30, 40, 60]

  let measured: Measurements

  /// A line for each run, as it ends.
  static func lines(_ terminal: Terminal) -> [String] {
    let cases =
      lengths.map { (PaddingWay.bare, $0) }
      + PaddingWay.allCases.filter { $0 != .bare }.map { ($0, long) }
    return cases.flatMap { way, length in
      seeds.map { seed in
        let name = "\(way.rawValue) \(length) \(seed)"
        terminal.showProgress(name)
        let (_, last) = PaddingExperiment(way, length: length, seed: UInt64(seed)).run {
          $0.updates < updates
        }
        let accuracies = last.accuracies.dropFirst().map { String(format: "%.0f", 1_000 * $0) }
        return "\(name): \(accuracies.joined(separator: " "))\n"
          + String(format: "steps \(name): %.3f", Double(last.steps) / 1e6)
      }
    }
  }

  /// The shares, from 0 to 1, of each seed's run after every hundred updates.
  func runs(_ way: PaddingWay, _ length: Int = Self.long) -> [[Double]] {
    Self.seeds.map { seed in
      measured["\(way.rawValue) \(length) \(seed)"].map { $0 / 1_000 }
    }
  }

  /// Millions of steps that learning has taken, the mean over the seeds.
  func steps(_ way: PaddingWay) -> Double {
    mean(Self.seeds.map { measured.number("steps \(way.rawValue) \(Self.long) \($0)") })
  }
}

/// The weights of chapter 10's live figure: H, a scale in single precision, and a whole number of 16
/// bits for each weight of W, U, b, Wy and by. Numbers are little-endian.
enum PaddingWeights {
  static let (file, updates) = ("10-live", 600)
  static let path = "\(Widget.folder)/padding.bin"

  /// - Returns: the file, and the lines of its card.
  static func trained() -> (Data, [String]) {
    let (model, progress) = PaddingExperiment(.trimmed, length: 10, seed: 1).run {
      $0.updates < updates
    }
    let accuracy = progress.accuracies.last ?? .nan
    let weights = model.parameters.flatMap(\.values)
    let scale = WeightBytes.step(of: weights)
    var bytes = WeightBytes()
    bytes.put(UInt32(PaddingExperiment.hiddenSize))
    bytes.put(scale)
    bytes.put(weights, inStepsOf: scale)
    return (
      bytes.data,
      [
        "live.updates: \(updates)", String(format: "live.accuracy: %.3f", accuracy),
        "live.weights: \(weights.count)", "live.bytes: \(bytes.data.count)",
      ]
    )
  }
}
