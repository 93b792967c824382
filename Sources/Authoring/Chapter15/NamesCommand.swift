import Course
import Foundation
import Laboratory
import Tagging

extension Command {
  static let devNames = Command(
    name: "dev names",
    summary: "measures seven taggers on unseen names; takes minutes",
    usage: "course dev names [--weights] [--write]",
    example: "swift run course dev names",
    flags: [
      Flag(name: "--weights", help: "trains the live figure's taggers, and no more"),
      Flag(name: "--write", help: "puts it into chapters/, for the page"),
    ],
    positionals: 0...0
  ) { arguments in
    let (terminal, folder) = (arguments.terminal, try PackageFolder.containing())
    let isWeights = arguments.has("--weights")
    let lines = isWeights ? [] : NamesRuns.lines(terminal)
    let (weights, card) = isWeights ? NamesWeights.trained() : (Data(), [])
    for line in card { terminal.print(line) }
    guard arguments.has("--write") else { return .done }
    if isWeights { try folder.write(weights, to: NamesWeights.path) }
    try keepMeasurement(
      lines + card, as: isWeights ? NamesWeights.file : NamesRuns.file,
      by: "swift run course dev names" + (isWeights ? " --weights" : ""),
      unit: isWeights ? NamesWeights.unit : NamesRuns.unit, terminal)
    return .done
  }
}

/// The runs of chapter 15's experiment.
enum NamesRuns {
  static let (file, seeds) = ("15-names", 1...5)
  /// Of the endings, the share that belongs to the other class.
  static let misled = [10, 40]
  static let unit =
    "way, misleading endings in a hundred, seed: F1 on 300 sentences of known names, and of unseen "
    + "names F1, precision, recall and accuracy, all in per cent; illegal I tags; seconds of the processor"

  /// The numbers of each seed's run.
  static func runs(_ way: NamesWay, misled: Int, _ file: Measurements) -> [[Double]] {
    seeds.map { file["\(way.rawValue) \(misled) \($0)"] }
  }

  static func lines(_ terminal: Terminal) -> [String] {
    var lines: [String] = []
    for share in misled {
      for way in NamesWay.allCases {
        for seed in seeds {
          let outcome = NamesOutcome(way, misled: Double(share) / 100, seed: UInt64(seed))
          let (known, unseen) = (outcome.known, outcome.unseen)
          let numbers = [known.f1, unseen.f1, unseen.precision, unseen.recall, unseen.accuracy]
          let shares = numbers.map { fixed(100 * $0, 1) }.joined(separator: " ")
          lines.append(
            "\(way.rawValue) \(share) \(seed): \(shares) \(outcome.illegal) "
              + fixed(outcome.seconds, 2))
          terminal.print(lines[lines.count - 1])
        }
      }
    }
    return lines
  }
}

/// The taggers of chapter 15's live figure, in 16 bits: of each H, the number of weights, a scale in
/// single precision, and a whole number from −32,767 to 32,767 for each weight. Numbers are little-endian.
enum NamesWeights {
  static let file = "15-live"
  static let path = "\(Widget.folder)/names.bin"
  static let unit =
    "F1 in per cent on 300 sentences of unseen names, with the weights as learnt and as stored in 16 bits; "
    + "seed 1"

  /// - Returns: the file, and the lines of its card.
  static func trained() -> (Data, [String]) {
    var (data, card) = (Data(), [String]())
    for way in [NamesWay.aheadChain, .bothChain] {
      var lesson = NameLesson(way.settings, misled: 0.1, seed: 1)
      lesson.advance(NamesOutcome.updates)
      let test = NameLesson.test(of: Names.unseen)
      let stored = stored(lesson.tagger, units: way.settings.hiddenSize)
      data += stored.file
      let shares = [lesson.tagger, stored.tagger].map { fixed(100 * $0.score(on: test).f1, 1) }
      card.append("live.\(way.rawValue): \(shares.joined(separator: " "))")
    }
    return (data, card + ["live.updates: \(NamesOutcome.updates)", "live.bytes: \(data.count)"])
  }

  private static func stored(_ tagger: NameTagger, units: Int) -> (file: Data, tagger: NameTagger) {
    // Each matrix could have a scale; one is enough where all numbers are of one size.
    let finite = tagger.parameters.map { $0.map { $0.isFinite ? $0 : 0 } }
    let numbers = finite.flatMap(\.values)
    let scale = WeightBytes.step(of: numbers)
    var bytes = WeightBytes()
    bytes.put(UInt16(units))
    bytes.put(UInt32(numbers.count))
    bytes.put(scale)
    bytes.put(numbers, inStepsOf: scale)
    var copy = tagger
    copy.parameters = tagger.parameters.map { matrix in
      matrix.map {
        $0.isFinite ? ($0 / Double(scale)).rounded() * Double(scale) : $0
      }
    }
    return (bytes.data, copy)
  }
}
