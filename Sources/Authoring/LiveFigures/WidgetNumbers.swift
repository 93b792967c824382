import Course
import Laboratory
import LinearAlgebra
import Widgets

/// Calls of every function that a widget exports, to be made natively and in a page.
struct WidgetNumbers {
  struct Call {
    let function: String
    let numbers: [Double]
  }

  /// For each widget calls in their order: later ones go on from what earlier ones left.
  static let calls: [(widget: String, calls: [Call])] = [
    ("rnn", rnn), ("vanishing", vanishing), ("gates", gates), ("gradient-check", gradientCheck),
    ("adding-problem", addingProblem), ("language-model", languageModel),
  ]

  private static let rnn = [
    Call(function: "rnn_states", numbers: [0, 0, 0, 1, 0, 0, 1]),
    Call(function: "rnn_states", numbers: [1, 1, 0, 1, 1, 0]),
    Call(function: "rnn_states", numbers: [2] + (0..<27).map { Double($0 * 7 % 27) }),
  ]

  private static let vanishing = [0.5, 0.9, 1, 1.5].map {
    Call(function: "vanishing_curves", numbers: [$0, 50, 0.3, 7])
  }

  private static let gates = [
    Call(function: "gates_run", numbers: [0, 1, 0.7, 0.95, 0.2, 1, 0, 0, -1, 0, 1]),
    Call(function: "gates_run", numbers: [0, 0.5, 1, 0, 1, 1, -1, 0]),
    Call(function: "gates_run", numbers: [1, 2, 1, 1, -1, 0, 1, 0, -1, 1, 1, 0]),
  ]

  private static let gradientCheck = (0..<4).flatMap { trial in
    [Call(function: "gradient_check_names", numbers: [Double(trial)])]
      + (0...7).map {
        Call(function: "gradient_check", numbers: [1e-5, Double(trial), Double($0)])
      }
  }

  private static let addingProblem = [
    Call(function: "adding_begin", numbers: [20, 16, 8, 0.01, 1, 3]),
    Call(function: "adding_train", numbers: [0, 30]),
    Call(function: "adding_train", numbers: [1, 30]),
  ]

  private static let languageModel: [Call] = {
    let (size, units) = (5, 4)
    let count = (size + units + 1) * 4 * units + (units + 1) * size
    var generator = SeededGenerator(seed: 8)
    let model =
      [Double(size), Double(units)] + (0..<count).map { _ in generator.uniform(in: -2...2) }
    return [
      Call(function: "language_load", numbers: model),
      Call(function: "language_begin", numbers: [9, 0, 3, 1]),
    ]
      + [[1.0, 1.0], [0.5, 1], [2, 0.8], [0, 1]].flatMap {
        Array(repeating: Call(function: "language_next", numbers: $0), count: 5)
      }
  }()

  /// The calls with what they give natively, as JavaScript.
  static func script() -> String {
    var rows: [String] = []
    for (widget, calls) in calls {
      for call in calls {
        let function = WidgetFunction.all.first { $0.name == call.function }
        let result = function?.run(call.numbers) ?? []
        rows.append(
          "[\"\(widget)\", \"\(call.function)\", [\(list(call.numbers))], [\(list(result))]],")
      }
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
    name: "dev widget-numbers",
    summary: "writes a page that compares the widgets with native code",
    usage: "course dev widget-numbers",
    example: "swift run course dev widget-numbers",
    positionals: 0...0
  ) { arguments in
    let folder = try PackageFolder.containing()
    let build = WebAssemblyBuild(folder: folder, toolchain: try WebAssemblyToolchain(in: folder))
    let output = ".build/widget-numbers"
    var scripts = ["runtime"]
    try build.compile(for: Widget.all)
    for widget in Widget.all {
      scripts.append("\(widget.name).wasm")
      try folder.write(
        widget.script(code: build.linked(widget), in: folder),
        to: "\(output)/\(widget.name).wasm.js")
    }
    for name in ["runtime.js", "widgets.css"] {
      try folder.write(try folder.text("\(Widget.folder)/\(name)") ?? "", to: "\(output)/\(name)")
    }
    try folder.write(WidgetNumbers.script(), to: "\(output)/calls.js")
    try folder.write(
      try folder.text("Tests/Browser/widget_numbers.js") ?? "", to: "\(output)/compare.js")
    let tags = (scripts + ["calls", "compare"]).map { "<script src=\"\($0).js\"></script>" }
    try folder.write(
      "<!DOCTYPE html>\n<title>Numbers</title>\n<pre id=\"report\">…</pre>\n"
        + tags.joined(separator: "\n") + "\n",
      to: "\(output)/index.html")
    arguments.terminal.print("\(output)/index.html")
    return .done
  }
}
