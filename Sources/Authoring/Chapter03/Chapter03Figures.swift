import Course
import Laboratory
import LinearAlgebra
import Plots
import VanishingGradients

/// The figures of chapter 03, from runs of its own code.
enum Chapter03Figures {
  static func all() -> [Figure] {
    [
      Figure(name: "03-decay", decay()),
      Figure(name: "03-bound", bound()),
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

  private static func bound() -> LineChart {
    let (experiment, radius) = (DecayExperiment(steps: 40), 0.9)
    let jacobians = experiment.linearJacobians(radius: radius)
    let largest = (0...experiment.steps).map { count in
      let product = jacobianProduct(
        Array(jacobians.prefix(count)), hiddenSize: experiment.hiddenSize)
      return largestSingularValue(of: product, from: experiment.startingRow())
    }
    return LineChart(
      title: "The bound and the prediction, for spectral radius 0.9",
      description:
        "Four curves over 40 steps back, on a logarithmic axis. The bound by the largest "
        + "singular value rises to 7e8. The largest stretch first rises to almost 2, then falls in "
        + "parallel to the prediction, which falls from 1 to 0.015. One random gradient lies below "
        + "the largest stretch all the way, close to the prediction.",
      x: Axis(label: "steps back, k"),
      y: Axis(label: "norm of the gradient", scale: .logarithmic, range: 1e-3...1e3),
      series: [
        Series(name: "bound sᵏ", values: experiment.powers(of: largest[1]), style: .reference),
        Series(name: "largest stretch", values: largest),
        Series(name: "one random gradient", values: experiment.linearCurve(radius: radius)),
        Series(name: "prediction ρᵏ", values: experiment.powers(of: radius), style: .reference),
      ])
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
