import Course
import ExerciseSupport
import Forecasting

extension Command {
  static let demoGaps = Command(
    name: "demo gaps",
    summary: "forecasters learn what a missing reading says, and are tested elsewhere",
    usage: "course demo gaps [--way WAY] [--seed N] [--mine]",
    example: "swift run course demo gaps --way fading --mine",
    flags: [
      Flag(
        name: "--way", placeholder: "WAY",
        help: "what is told of gaps: zero, carried, masked, timed (default) or fading"),
      Flag(name: "--seed", placeholder: "N", help: "other weather, other weights (default 1)"),
      .mine,
    ],
    positionals: 0...0
  ) { arguments in
    let way = try arguments.choice(
      "--way", default: GapWay.timed.rawValue, of: GapWay.allCases.map(\.rawValue))
    return try GapsDemo(
      way: GapWay(rawValue: way) ?? .timed,
      seed: UInt64(arguments.integer("--seed", default: 1, in: 0...Int.max / 2))
    ).run(arguments, isWatched: true)
  }
}

/// The exchange of chapter 17 on one weather.
struct GapsDemo: Demo {
  let way: GapWay
  let seed: UInt64

  private struct Unwritten: Error {}

  func show(in folder: PackageFolder, _ terminal: Terminal) throws -> ExitStatus {
    forgetUnwritten()
    terminal.printWrapped(
      "Three days are read, a day is forecast. Readings are lost in this valley's storms, or in "
        + "those of another. Weather \(seed), 16 units, what is told of gaps: \(way.rawValue).")
    let exchange: GapExchange
    do {
      exchange = try GapExchange(seed: seed, way) { share in
        if !unwrittenExercises.isEmpty { throw Unwritten() }
        terminal.showProgress("\(fixed(100 * share, 0)) %")
      }
    } catch is Unwritten {
      terminal.clearProgress()
      _ = terminal.saysWhatIsUnwritten("nothing to forecast with")
      return .failed
    }
    terminal.clearProgress()
    terminal.print()
    terminal.print(row("learnt", "tested", "error", "after a gap", "too warm by"))
    let names = ["this valley's", "another's"]
    for (learnt, name) in names.enumerated() {
      for (tested, other) in names.enumerated() {
        let (all, silent) = (exchange.all[learnt][tested], exchange.silent[learnt][tested])
        terminal.print(
          row(
            name, other, fixed(all.mean, 2), fixed(silent.mean, 2), fixed(silent.bias, 2)))
      }
    }
    return .done
  }

  private func row(_ learnt: String, _ tested: String, _ others: String...) -> String {
    padded(learnt, to: 16) + padded(tested, to: 14)
      + zip(others, [8, 14, 14]).map { flushRight($0.0, to: $0.1) }.joined()
  }
}
