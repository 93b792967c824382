import Course
import Foundation
import Laboratory
import LinearAlgebra
import Plots
import VanishingGradients

/// The figures of chapter 03, from runs of its own code.
enum Chapter03Figures {
  static func all() -> [Figure] {
    [
      Figure(name: "03-cobweb", cobweb()),
      Figure(name: "03-decay", decay()),
      Figure(name: "03-saturation", saturation()),
    ]
  }

  private static func decay() -> LineChart {
    let (experiment, radii) = (DecayExperiment(), [0.5, 0.9, 1.0, 1.1, 1.5])
    let predictions = radii.map { radius in
      Series(
        name: radius == radii.last ? "prediction ρᵏ" : "", values: experiment.powers(of: radius),
        style: .reference)
    }
    let measured = radii.map { radius in
      let curve = experiment.linearCurve(radius: radius)
      let shown = stride(from: 0, to: curve.count, by: 5).map { curve[$0] }
      return Series(name: "ρ = \(radius)", values: shown, by: 5, style: .points)
    }
    return LineChart(
      title: "How much gradient is left, without the tanh",
      description: "Five rows of markers over 100 steps back, on a logarithmic axis, each on the "
        + "dashed line of its prediction. Radius 0.5 falls to 1e-30, 0.9 to 3e-5, 1.0 stays near "
        + "1, 1.1 rises to 15,000, 1.5 to 4e17.",
      x: Axis(label: "steps back, k"), y: Axis(label: "norm of the gradient", scale: .logarithmic),
      series: predictions + measured)
  }

  /// The way of a unit that hears itself with a weight of 1.5, from next to 0 to where it rests.
  private static func cobweb() -> LineChart {
    let next = { (state: Double) in tanh(1.5 * state) }
    var state = 0.03
    var steps = [(x: state, y: 0.0)]
    for _ in 0..<14 {
      steps += [(x: state, y: next(state)), (x: next(state), y: next(state))]
      state = next(state)
    }
    let curve = (0...50).map { (x: Double($0) / 50, y: next(Double($0) / 50)) }
    return LineChart(
      title: "The way of one unit with u = 1.5",
      description: "The curve of tanh(1.5 h) leaves the origin above the diagonal and crosses it "
        + "at 0.86. A staircase between the two starts near 0 with small steps, which grow and "
        + "then shrink towards the crossing.",
      x: Axis(label: "h before the step", range: 0...1),
      y: Axis(label: "h after the step", range: 0...1),
      series: [
        Series(name: "stays as it is", points: [(x: 0, y: 0), (x: 1, y: 1)], style: .reference),
        Series(name: "tanh(1.5 h)", points: curve, style: .curve),
        Series(name: "step by step", points: steps, style: .curve),
      ], labelling: .legend, width: 560, height: 560)
  }

  private static func saturation() -> LineChart {
    let experiment = DecayExperiment()
    func curve(_ strength: Double) -> [Double] {
      experiment.meanTanhCurve(radius: 1.5, strength: strength)
    }
    return LineChart(
      title: "Saturation hides an explosion of radius 1.5",
      description: "Three curves over 100 steps back, on a logarithmic axis. Without the tanh the "
        + "gradient rises to 4e17. With it and weak inputs it stays near 1 for ten steps, then "
        + "falls slowly; with strong inputs it falls to less than 1e-11.",
      x: Axis(label: "steps back, k"), y: Axis(label: "norm of the gradient", scale: .logarithmic),
      series: [
        Series(name: "without the tanh", values: experiment.linearCurve(radius: 1.5)),
        Series(name: "with tanh, inputs 0.3", values: curve(0.3)),
        Series(name: "with tanh, inputs 1.0", values: curve(1.0)),
      ])
  }
}
