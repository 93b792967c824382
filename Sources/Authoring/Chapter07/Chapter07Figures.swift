import Course
import Foundation
import LinearAlgebra
import Optimizers
import Plots

/// The figures of chapter 07, "Learning", but for those of the adding problem.
enum Chapter07Figures {
  static func all() -> [Figure] {
    [
      Figure(name: "07-edge", svg: edge.svg()),
      Figure(name: "07-cliff", svg: cliff.svg()),
      Figure(name: "07-paths", svg: paths.svg()),
    ]
  }

  // MARK: The edge of stability

  static var edge: SmallMultiples {
    let rates = [0.1, 0.9, 1.0, 1.1]
    let losses = stride(from: 0.01, through: 0.0901, by: 0.001).map { rate in
      (x: rate, y: Bowl.loss(Bowl.path(SGD(learningRate: rate), steps: 20)[20]))
    }
    return SmallMultiples(
      title: "The edge of stability",
      description: "Two panels. Left: one parameter over ten steps on the bowl w². At a rate of "
        + "0.1 it glides to 0, at 0.9 it jumps from side to side and shrinks, at 1 it jumps for "
        + "ever, at 1.1 it grows to 6. Right: the loss of the bowl with two parameters after 20 "
        + "steps, against the rate. It falls to a few at 0.075, and beyond 0.08 rises steeply.",
      panels: [
        .line(
          LineChart(
            title: "w² from w = 1", description: "", x: Axis(label: "step"),
            y: Axis(label: "w", range: -6.5...6.5),
            series: rates.map { rate in
              Series(name: "η = \(rate)", values: slope(rate, steps: 10))
            })),
        .line(
          LineChart(
            title: "(a² + 25 b²) / 2, loss after 20 steps", description: "",
            x: Axis(label: "learning rate η", range: 0.01...0.09),
            y: Axis(label: "", scale: .logarithmic),
            series: [
              Series(name: "loss after 20 steps", points: losses, style: .curve),
              Series(
                name: "the edge, 2/25", points: [(x: 0.08, y: 1), (x: 0.08, y: 1e5)],
                style: .reference),
            ])),
      ], sharesRanges: false)
  }

  /// w after each step on the bowl w², from 1.
  static func slope(_ rate: Double, steps: Int) -> [Double] {
    var (parameters, optimizer) = ([Matrix([[1]])], SGD(learningRate: rate))
    return [1]
      + (0..<steps).map { _ in
        optimizer.update(&parameters, gradients: [2 * parameters[0]])
        return parameters[0][0, 0]
      }
  }

  // MARK: The cliff

  static var cliff: LineChart {
    // The closer to the bottom, the denser, so that the valley is as deep as it looks.
    let bottom = exp(log(0.5) / 50)
    let distances = (0...220).map { 0.114 * exp(-0.04 * Double($0)) }
    let places = distances.map { bottom - $0 } + distances.reversed().map { bottom + $0 }
    let curve = places.map { (x: $0, y: Cliff.loss($0)) }
    let clipped = Cliff.path(limit: 1, steps: 12).map { (x: $0, y: Cliff.loss($0)) }
    return LineChart(
      title: "Down the cliff, with clipped gradients",
      description: "The loss over a recurrent weight u from 0.9 to 1.1, on a logarithmic axis. "
        + "Left of a narrow valley at 0.986 it is flat, near 0.25; right of it, it rises to 13,700 "
        + "at 1.1. Twelve points, 0.01 apart, walk from the top right into the valley.",
      x: Axis(label: "recurrent weight u", range: 0.9...1.1),
      y: Axis(label: "loss", scale: .logarithmic, range: 1e-6...1e5),
      series: [
        Series(name: "loss of 50 steps", points: curve, style: .curve),
        Series(name: "steps of clipped descent", points: clipped, style: .points),
      ], labelling: .legend)
  }

  // MARK: Paths

  static var paths: SmallMultiples {
    SmallMultiples(
      title: "Thirty steps down an elongated bowl",
      description: "Four panels with the same elliptic contour lines, five times as long as high, "
        + "and a path from (10, 1). Gradient descent jumps across the valley and creeps along it. "
        + "Momentum swings in wide curves and reaches the bottom. RMSProp and Adam start along the "
        + "diagonal; RMSProp slides along the axis and ends jumping across it, Adam swings around it.",
      panels: [
        panel("gradient descent, η = 0.06", SGD(learningRate: 0.06)),
        panel("momentum, η = 0.02, μ = 0.8", Momentum(learningRate: 0.02, momentum: 0.8)),
        panel("RMSProp, η = 0.5", RMSProp(learningRate: 0.5)),
        panel("Adam, η = 0.5", Adam(learningRate: 0.5)),
      ], columns: 2)
  }

  private static func panel(_ title: String, _ optimizer: some Optimizer) -> Chart {
    let contours = [2.5, 5, 7.5, 10].map { radius in
      Series(
        name: "",
        points: (0...60).map { step in
          let angle = Double(step) / 60 * 2 * Double.pi
          return (x: radius * cos(angle), y: radius / 5 * sin(angle))
        }, style: .reference, colour: 5)
    }
    let path = Bowl.path(optimizer, steps: 30).map { (x: $0.a, y: $0.b) }
    return .line(
      LineChart(
        title: title, description: "", x: Axis(label: "a", range: -11...11),
        y: Axis(label: "b", range: -2.2...2.2),
        series: contours + [Series(name: "", points: path, colour: 0)], labelling: .none))
  }
}

/// The bowl of chapter 07, L(a, b) = (a² + 25 b²) / 2, from (10, 1).
enum Bowl {
  static func loss(_ place: (a: Double, b: Double)) -> Double {
    (place.a * place.a + 25 * place.b * place.b) / 2
  }

  /// The places before and after each step.
  static func path(_ optimizer: some Optimizer, steps: Int) -> [(a: Double, b: Double)] {
    var (optimizer, place) = (optimizer, [Matrix([[10]]), Matrix([[1]])])
    return [(10, 1)]
      + (0..<steps).map { _ in
        optimizer.update(&place, gradients: [place[0], 25 * place[1]])
        return (place[0][0, 0], place[1][0, 0])
      }
  }
}

/// A linear unit whose 50 steps multiply h(0) = 1 by u each; it should end at 0.5.
enum Cliff {
  static func loss(_ u: Double) -> Double {
    let error = power(u, 50) - 0.5
    return error * error
  }

  static func gradient(_ u: Double) -> Double {
    2 * (power(u, 50) - 0.5) * 50 * power(u, 49)
  }

  /// u before and after each step at a rate of 0.01.
  static func path(limit: Double, steps: Int) -> [Double] {
    var (parameters, optimizer) = ([Matrix([[1.1]])], SGD(learningRate: 0.01))
    return [1.1]
      + (0..<steps).map { _ in
        let gradient = Matrix([[gradient(parameters[0][0, 0])]])
        optimizer.update(
          &parameters, gradients: clippedByGlobalNorm([gradient], limit: limit).gradients)
        return parameters[0][0, 0]
      }
  }
}
