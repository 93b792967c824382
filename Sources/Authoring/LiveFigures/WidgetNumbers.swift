import Course
import Laboratory
import LinearAlgebra
import Tagging
import Widgets

/// Calls of every function that a widget exports, to be made natively and in a page.
enum WidgetNumbers {
  /// Later ones go on from what earlier ones of the same widget left.
  private static let calls = {
    var calls: [(widget: String, function: String, numbers: [Double])] = []
    func call(_ widget: String, _ function: String, _ numbers: [Double]...) {
      calls += numbers.map { (widget, function, $0) }
    }
    call("rnn", "rnn_states", [0, 0, 0, 1, 0, 0, 1], [1, 1, 0, 1, 1, 0])
    call("rnn", "rnn_weights", [0], [1], [2])
    call("rnn", "rnn_states", [2] + (0..<27).map { Double($0 * 7 % 27) })
    for size in [0.5, 0.9, 1, 1.5] { call("vanishing", "vanishing_curves", [size, 50, 0.3, 7]) }
    call(
      "gates", "gates_run", [0, 1, 0.7, 0.95, 0.2, 1, 0, 0.5, 1, 0, 0.3, 0.8, 0.6, -1],
      [0, 0.5, 1, 0, 1, 1, 1, 1, 1, -1, 0, 1, 0, 0],
      [1, 2, 1, 1, -1, 0, 1, 0, -1, 1, 1, 0])
    for trial in 0..<4 {
      call("gradient-check", "gradient_check_names", [Double(trial)])
      for version in 0...7 {
        call("gradient-check", "gradient_check", [1e-5, Double(trial), Double(version)])
      }
    }
    call("adding-problem", "adding_begin", [20, 16, 8, 0.01, 1, 3])
    call("adding-problem", "adding_train", [0, 30], [1, 30])
    call("adding-problem", "adding_example", [5], [6])
    call("language-model", "language_load", model(size: 5, units: 4))
    call("language-model", "language_begin", [9, 0, 3, 1])
    call("language-model", "language_chances", [0.7, 1], [1.5, 0.6])
    for settings in [[1, 1], [0.5, 1], [2, 0.8], [0, 1]] {
      for _ in 0..<5 { call("language-model", "language_next", settings) }
    }
    call("words", "words_names", [])
    call("words", "words_classes", [])
    call("words", "words_begin", [3, 2_000, 2, 5])
    call("words", "words_learn", [1, 20], [2, 10], [3, 10])
    for method in [0.0, 1, 2, 3] {
      call("words", "words_near", [method, 8], [method, 30])
      call("words", "words_analogy", [method, 7, 8, 9])
      call("words", "words_map", [method])
    }
    call("padding", "padding_words", [])
    call("padding", "padding_load", [4] + weights((42 + 4 + 1) * 16 + 5 * 2, seed: 10))
    for mask in [0.0, 1] {
      for side in [0.0, 1] {
        call("padding", "padding_read", [12, side, mask, 3, 2, 9, 16, 5, 4, 9, 1, 14, 22, 0])
      }
    }
    call("overfitting", "overfitting_begin", [20, 1, 2], [40, 0, 1])
    for place in 0...5 {
      call("overfitting", "overfitting_train", [Double(place), 0.25, Double(place % 2), 5])
    }
    call("overfitting", "overfitting_sentence", [0], [7])
    let kinds: [[Double]] = [
      [0, 1, 0, 1, 1], [0, 0, 2, 0, 0], [0, 1, 1, 1, 0], [1, 0, 0, 0, 0],
    ]
    for kind in kinds {
      call("cousins", "cousins_load", kind + cousin(kind))
      call("cousins", "cousins_run", [0, 0, 0, 1, 1, 1, 2], [1])
      call("cousins", "cousins_longest", [12])
    }
    call("opinions", "opinions_words", [])
    call("opinions", "opinions_load", [3] + weights(60 + 4 * (59 + 3 + 1) * 12 + 4 * 4, seed: 14))
    for reviewer in [0.0, 1, 2, 3] {
      call("opinions", "opinions_read", [reviewer, 10, 13, 18, 21, 5, 27], [reviewer])
    }
    call("opinions", "opinions_follow", [2, 3])
    for both in [0.0, 1] {
      call("names", "names_load", [both, 2] + weights(namesCount(both: both == 1), seed: 15))
      call("names", "names_chain", [both])
      for text in ["Jordan said so", "Yesterday Kik exports grain at last", "é"] {
        call("names", "names_read", [both] + text.utf8.map { Double($0) })
      }
    }
    call("translation", "translation_load", [3] + weights(2 * 12 * 48 + 7 * 44, seed: 16))
    call("translation", "translation_words", [47, 0], [47, 1], [9_999, 1])
    call(
      "translation", "translation_write", [12] + "forty-seven".utf8.map { Double($0) },
      [5, 252, 32])
    call("forecast", "forecast_load", [3, 11, 6] + weights((7 + 3 + 1) * 12 + 4 * 24, seed: 17))
    call("forecast", "forecast_example", [1, 40], [2, 333])
    call("forecast", "forecast_run", [13] + holes(in: 4), [40] + holes(in: 1))
    return calls
  }()

  /// How many weights a tagger of two units has.
  private static func namesCount(both: Bool) -> Int {
    var generator = SeededGenerator(seed: 0)
    let settings = TaggerSettings(
      isBidirectional: both, readsLetters: true, hasChain: true, forgetting: 0, hiddenSize: 2)
    return NameTagger(settings, using: &generator).parameters.reduce(0) { $0 + $1.values.count }
  }

  private static func weights(_ count: Int, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in generator.uniform(in: -2...2) }
  }

  /// A window of 24 readings, of which one in so many is lost.
  private static func holes(in rate: Int) -> [Double] {
    (0..<24).flatMap { step -> [Double] in [Double(step * 5 % 17), step % rate == 0 ? 0 : 1] }
  }

  static var functions: Set<String> { Set(calls.map(\.function)) }

  private static func model(size: Int, units: Int) -> [Double] {
    let count = (size + units + 1) * 4 * units + (units + 1) * size
    return [Double(size), Double(units)] + weights(count, seed: 8)
  }

  /// The numbers of a model of three units that reads three symbols.
  private static func cousin(_ kind: [Double]) -> [Double] {
    let gates = kind[1] + (kind[2] == 0 ? 1 : 0) + kind[3]
    let (parts, others) = kind[0] == 1 ? (3, 3.0) : (Int(gates) + 1, 3 * gates * kind[4])
    return weights(21 * parts + Int(others) + 12, seed: 13)
  }

  /// The calls with what they give natively, as JavaScript.
  static func script() -> String {
    let rows = calls.map { widget, function, numbers in
      let result = WidgetFunction.all.first { $0.name == function }?.run(numbers) ?? []
      return "[\"\(widget)\", \"\(function)\", [\(list(numbers))], [\(list(result))]],"
    }
    return "const calls = [\n\(rows.joined(separator: "\n"))\n];\n"
  }

  private static func list(_ numbers: [Double]) -> String {
    numbers.map { number in
      number.isNaN
        ? "NaN" : number.isInfinite ? (number > 0 ? "Infinity" : "-Infinity") : "\(number)"
    }.joined(separator: ",")
  }
}

extension Command {
  static let devWidgetNumbers = Command(
    name: "dev widget-numbers", summary: "writes a page that compares the widgets with native code",
    usage: "course dev widget-numbers", example: "swift run course dev widget-numbers",
    positionals: 0...0
  ) { arguments in
    let folder = try PackageFolder.containing()
    let output = ".build/widget-numbers"
    let build = WebAssemblyBuild(folder: folder, toolchain: try WebAssemblyToolchain(in: folder))
    try build.writeScripts(to: output, in: folder)
    let copied = [
      "runtime.js": "\(Widget.folder)/runtime.js", "widgets.css": "\(Widget.folder)/widgets.css",
      "compare.js": "Tests/Browser/widget_numbers.js",
    ]
    for (name, source) in copied {
      try folder.write(folder.text(source) ?? "", to: "\(output)/\(name)")
    }
    try folder.write(WidgetNumbers.script(), to: "\(output)/calls.js")
    let scripts = ["runtime"] + Widget.all.map { "\($0.name).wasm" } + ["calls", "compare"]
    let tags = scripts.map { "<script src=\"\($0).js\"></script>" }
    try folder.write(
      "<!DOCTYPE html>\n<title>Numbers</title>\n<pre id=\"report\">…</pre>\n"
        + tags.joined(separator: "\n") + "\n", to: "\(output)/index.html")
    arguments.terminal.print("\(output)/index.html")
    return .done
  }
}
