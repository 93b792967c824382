import Course
import ExerciseSupport
import Foundation
import LinearAlgebra
import Plots
import VanishingGradients

extension Command {
  static let demoVanishingGradients = Command(
    name: "demo vanishing-gradients",
    summary: "how much of a gradient is left after k steps back",
    usage: "course demo vanishing-gradients [--radius R] [--steps N] …",
    example: "swift run course demo vanishing-gradients --radius 1.5 --steps 100",
    flags: [
      Flag(
        name: "--radius", placeholder: "R",
        help: "spectral radius of the recurrent weights (default 0.9)"),
      Flag(name: "--steps", placeholder: "N", help: "how many steps back (default 50)"),
      Flag(
        name: "--cell", placeholder: "rnn|lstm",
        help: "lstm adds LSTMs with forget biases 1 and 3 (default rnn)"),
      Flag(name: "--mine", help: "runs what you wrote in exercises/"),
    ],
    positionals: 0...0
  ) { arguments in
    let demo = VanishingGradientsDemo(
      radius: try arguments.number("--radius", default: 0.9, in: 0.1...10),
      steps: try arguments.integer("--steps", default: 50, in: 2...150),
      showsLSTM: try arguments.choice("--cell", default: "rnn", of: ["rnn", "lstm"]) == "lstm")
    let folder = try PackageFolder.containing()
    if arguments.has("--mine") {
      return try rerunWithReadersCode(demo.words, in: folder, arguments.terminal)
    }
    return try demo.show(in: folder, arguments.terminal)
  }
}

/// The experiment of chapter 03 for one radius, as a table, a sketch and a figure.
struct VanishingGradientsDemo {
  let radius: Double
  let steps: Int
  let showsLSTM: Bool

  static let figurePath = ".course/figures/vanishing-gradients.svg"
  /// The standard deviation of the inputs.
  static let strength = 0.3

  /// The command that shows this.
  var words: [String] {
    ["demo", "vanishing-gradients", "--radius", "\(radius)", "--steps", "\(steps)"]
      + (showsLSTM ? ["--cell", "lstm"] : [])
  }

  func show(in folder: PackageFolder, _ terminal: Terminal) throws -> ExitStatus {
    forgetUnwritten()
    let results = Results(self)
    if let missing = unwrittenExercises.min(by: { $0.number < $1.number }) {
      terminal.print("Exercise \(missing.number) is not written yet, so there is no curve to show.")
      terminal.print("Go on with: swift run course check \(missing.number)")
      return .failed
    }
    for line in results.introduction { terminal.printWrapped(line) }
    terminal.print()
    for line in results.table(width: terminal.width) { terminal.print(line) }
    let chart = results.chart
    terminal.print()
    terminal.print(chart.sketch(width: min(terminal.width, 100), colour: terminal.hasColour))
    try folder.write(chart.svg(), to: Self.figurePath)
    terminal.print()
    terminal.printWrapped("The same as a figure: \(Self.figurePath)")
    return .done
  }
}

extension VanishingGradientsDemo {
  /// What was measured.
  struct Results {
    struct Curve {
      let name: String
      let norms: [Double]
      var style = Series.Style.line
    }

    let demo: VanishingGradientsDemo
    let curves: [Curve]
    let measuredRadius: Double
    let singularValue: Double

    init(_ demo: VanishingGradientsDemo) {
      let experiment = DecayExperiment(steps: demo.steps)
      let (radius, strength) = (demo.radius, VanishingGradientsDemo.strength)
      let weights = experiment.recurrentWeights(radius: radius)
      let start = experiment.startingRow()
      self.demo = demo
      measuredRadius = spectralRadius(of: weights, from: start)
      singularValue = largestSingularValue(of: weights, from: start)
      let powers = DecayExperiment.powers(of: radius, count: demo.steps + 1)
      var curves = [
        Curve(name: "prediction", norms: powers, style: .reference),
        Curve(name: "linear", norms: experiment.linearCurve(radius: radius)),
        Curve(name: "tanh", norms: experiment.tanhCurve(radius: radius, strength: strength)),
      ]
      if demo.showsLSTM {
        curves += [1.0, 3].map { bias in
          Curve(
            name: "LSTM bias \(Int(bias))",
            norms: experiment.lstmCurve(radius: radius, strength: strength, forgetBias: bias))
        }
      }
      self.curves = curves
    }

    var introduction: [String] {
      [
        "A gradient of norm 1, carried back through 32 units.",
        "The recurrent weights have spectral radius \(demo.radius). Power iteration finds "
          + "radius\u{A0}\(decimal(measuredRadius)) and largest singular value "
          + "\(decimal(singularValue)).",
      ]
    }

    /// The last of the curves, as many as there is room for: what is compared comes last.
    func table(width: Int) -> [String] {
      let curves = curves.suffix(max(1, (width - 12) / 13))
      var lines = [tableRow("steps back", curves.map(\.name))]
      lines += shownSteps.map { step in
        tableRow("\(step)", curves.map { number($0.norms[step]) })
      }
      lines.append(tableRow("rate", curves.map { decimal(decayRate(of: $0.norms)) }))
      return lines
    }

    private var shownSteps: [Int] {
      [0, 1, 2, 5, 10, 20, 50, 100, 200].filter { $0 < demo.steps } + [demo.steps]
    }

    private func tableRow(_ head: String, _ cells: [String]) -> String {
      let columns = cells.map { String(repeating: " ", count: max(0, 13 - $0.count)) + $0 }
      return padded(head, to: 12) + columns.joined()
    }

    private func decimal(_ value: Double) -> String { String(format: "%.4f", value) }

    /// At least three digits, in the form that is short.
    private func number(_ value: Double) -> String {
      switch value {
      case 0: "0"
      case 1e-3..<0.1: String(format: "%.5f", value)
      case 0.1..<100: String(format: "%.4f", value)
      case 100..<1e5: String(format: "%.0f", value)
      default: String(format: "%.2e", value)
      }
    }

    var chart: LineChart {
      LineChart(
        title: "Gradient left after k steps, radius \(demo.radius)",
        description: "On a logarithmic axis, the norm of a gradient carried back through "
          + "\(demo.steps) steps: " + curves.map(\.name).joined(separator: ", ") + ".",
        x: Axis(label: "steps back, k"),
        y: Axis(label: "norm of the gradient", scale: .logarithmic),
        series: curves.map { Series(name: $0.name, values: $0.norms, style: $0.style) })
    }
  }
}
