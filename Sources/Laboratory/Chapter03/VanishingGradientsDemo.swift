import Course
import ExerciseSupport
import Foundation
import LinearAlgebra
import Plots
import VanishingGradients

extension Command {
  static let demoVanishingGradients = Command(
    name: "demo vanishing-gradients", summary: "how much of a gradient is left after k steps back",
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
      .mine,
    ],
    positionals: 0...0
  ) { arguments in
    try VanishingGradientsDemo(
      radius: arguments.number("--radius", default: 0.9, in: 0.1...10),
      steps: arguments.integer("--steps", default: 50, in: 2...150),
      showsLSTM: arguments.choice("--cell", default: "rnn", of: ["rnn", "lstm"]) == "lstm"
    ).run(arguments)
  }
}

/// The experiment of chapter 03 for one radius, as a table, a sketch and a figure.
struct VanishingGradientsDemo: Demo {
  let radius: Double
  let steps: Int
  let showsLSTM: Bool

  static let figurePath = ".course/figures/vanishing-gradients.svg"
  /// The standard deviation of the inputs.
  static let strength = 0.3

  func show(in folder: PackageFolder, _ terminal: Terminal) throws -> ExitStatus {
    forgetUnwritten()
    let results = Results(self)
    if terminal.saysWhatIsUnwritten("no curve to show") { return .failed }
    terminal.printWrapped("A gradient of norm 1, carried back through 32 units.")
    terminal.printWrapped(
      "The recurrent weights have spectral radius \(radius). Power iteration finds radius\u{A0}"
        + "\(fixed(results.measuredRadius, 4)) and largest singular value "
        + "\(fixed(results.singularValue, 4)).")
    terminal.print()
    for line in results.table(width: terminal.width) { terminal.print(line) }
    terminal.sketch(results.chart, upTo: 100, height: 20)
    try terminal.keep(results.chart.svg(), at: Self.figurePath, in: folder)
    return .done
  }
}

extension VanishingGradientsDemo {
  /// What was measured.
  struct Results {
    let demo: VanishingGradientsDemo
    let curves: [(name: String, norms: [Double])]
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
      var curves: [(name: String, norms: [Double])] = [
        ("prediction", experiment.powers(of: radius)),
        ("linear", experiment.linearCurve(radius: radius)),
        ("tanh", experiment.tanhCurve(radius: radius, strength: strength)),
      ]
      for bias in demo.showsLSTM ? [1.0, 3] : [] {
        let norms = experiment.lstmCurve(radius: radius, strength: strength, forgetBias: bias)
        curves.append(("LSTM bias \(Int(bias))", norms))
      }
      self.curves = curves
    }

    /// The last of the curves, as many as there is room for: what is compared comes last.
    func table(width: Int) -> [String] {
      let curves = curves.suffix(max(1, (width - 12) / 13))
      let steps = [0, 1, 2, 5, 10, 20, 50, 100].filter { $0 < demo.steps } + [demo.steps]
      return [tableRow("steps back", curves.map(\.name))]
        + steps.map { step in tableRow("\(step)", curves.map { number($0.norms[step]) }) }
        + [tableRow("rate", curves.map { fixed(decayRate(of: $0.norms), 4) })]
    }

    private func tableRow(_ head: String, _ cells: [String]) -> String {
      padded(head, to: 12) + cells.map { flushRight($0, to: 13) }.joined()
    }

    /// At least three digits, in the form that is short.
    private func number(_ value: Double) -> String {
      switch value {
      case 0: "0"
      case 1e-3..<0.1: fixed(value, 5)
      case 0.1..<100: fixed(value, 4)
      case 100..<1e5: fixed(value, 0)
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
        series: curves.map { name, norms in
          Series(name: name, values: norms, style: name == "prediction" ? .reference : .line)
        })
    }
  }
}
