import Course
import ExerciseSupport
import LinearAlgebra
import Plots
import Translation

extension Command {
  static let demoTranslation = Command(
    name: "demo translation",
    summary: "an LSTM reads numbers in English and another writes them in German",
    usage: "course demo translation [--updates N] [--digits N] [--task NAME] [--seed N] [--mine]",
    example: "swift run course demo translation --updates 600 --mine",
    flags: [
      Flag(name: "--updates", placeholder: "N", help: "how many, in fifties (default 400)"),
      Flag(name: "--digits", placeholder: "N", help: "of numbers, at most (default 3)"),
      Flag(
        name: "--task", placeholder: "NAME",
        help: "german, english, digits, dates or questions (default german)"),
      Flag(name: "--seed", placeholder: "N", help: "other weights, other pairs (default 1)"),
      .mine,
    ],
    positionals: 0...0
  ) { arguments in
    let names = TranslationTask.allCases.map(\.name)
    let name = try arguments.choice("--task", default: names[0], of: names)
    return try TranslationDemo(
      task: TranslationTask.allCases[names.firstIndex(of: name) ?? 0],
      updates: arguments.integer("--updates", default: 400, in: 50...100_000),
      digits: arguments.integer("--digits", default: 3, in: 1...6),
      seed: UInt64(arguments.integer("--seed", default: 1, in: 0...Int.max / 2))
    ).run(arguments, isWatched: true)
  }
}

extension TranslationTask {
  /// What is typed for it.
  package var name: String {
    switch self {
    case .toGerman: "german"
    case .toEnglish: "english"
    case .digits: "digits"
    case .dates: "dates"
    case .questions: "questions"
    }
  }
}

/// The experiment of chapter 16 for one seed: with one vector, and with attention.
struct TranslationDemo: Demo {
  let task: TranslationTask
  let updates, digits: Int
  let seed: UInt64

  func show(in folder: PackageFolder, _ terminal: Terminal) throws -> ExitStatus {
    forgetUnwritten()
    terminal.printWrapped(
      "The task is \(task.name). 64 units, seed \(seed), \(updates) updates.")
    terminal.print()
    terminal.print(row("", "loss", "right of 100"))
    for way in [TranslationWay.vector, .attention] {
      let experiment = TranslationExperiment(way, task, digits: 1...digits, seed: seed)
      var last = Double.nan
      let translator = experiment.run { made, loss, _ in
        last = loss
        terminal.showProgress(
          "\(way.name) \(Terminal.bar(Double(made) / Double(updates), width: 24))")
        return unwrittenExercises.isEmpty && made < updates
      }
      let test = experiment.test(100, digits: 1...digits)
      let right = unwrittenExercises.isEmpty ? translator.accuracy(on: test) : 0
      if terminal.saysWhatIsUnwritten("nothing to translate with") { return .failed }
      terminal.print(row(way.name, fixed(last, 3), fixed(100 * right, 0)))
      for pair in test.prefix(3) {
        terminal.print("    " + Letters.text(of: pair.source))
        terminal.print("      " + Letters.text(of: translator.translation(of: pair.source)))
      }
      if way.attends { terminal.sketch(translator, test[0].source) }
    }
    return .done
  }

  private func row(_ name: String, _ loss: String, _ right: String) -> String {
    padded(name, to: 24) + flushRight(loss, to: 8) + flushRight(right, to: 15)
  }
}

extension Terminal {
  /// Where a translator looks while it writes.
  fileprivate func sketch(_ translator: Translator, _ source: [Int]) {
    let map = HeatMap(translator: translator, source: source)
    let height = map.values.count + 3
    print("\n" + map.sketch(width: min(80, width), height: height, colour: hasColour))
  }
}

extension HeatMap {
  /// Where a translator looks while it writes: a row for each character that it writes, a column for
  /// each that it has read.
  package init(translator: Translator, source: [Int]) {
    let written = translator.translation(of: source)
    let weights = translator.alignment(of: source, writing: written)
    func letters(_ symbols: [Int]) -> [String] { symbols.map { Letters.text(of: [$0]) } }
    self.init(
      title: "Where it looks while it writes",
      description: "A row for each character of \(Letters.text(of: written)), a column for each of "
        + "\(Letters.text(of: source)); dark cells are looked at.",
      values: (0..<weights.rows).map { weights.row($0).values },
      rowLabels: letters(written + [Letters.end]), columnLabels: letters(source),
      rowTitle: "written", columnTitle: "read", valueLabel: "weight", range: 0...1)
  }
}
