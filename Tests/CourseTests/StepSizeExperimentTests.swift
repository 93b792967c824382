import Course
import Foundation
import XCTest

@testable import Authoring

/// Chapter 06's figure of step sizes is drawn from a file; here it is measured again.
final class StepSizeExperimentTests: XCTestCase {
  func testStepsAreAsGoodAsThePageSays() throws {
    let (double, float) = (StepSizeExperiment<Double>(), StepSizeExperiment<Float>())
    let file = try Measurements("06-step-sizes", in: .containing())
    for (name, curve, step, error) in [
      ("central, Double", double.errors(of: double.central), 7.5e-6, 2.9e-11),
      ("forward, Double", double.errors(of: double.forward), 3.16e-8, 1.46e-8),
      ("central, Float", float.errors(of: float.central), 5.62e-3, 1.8e-5),
      ("forward, Float", float.errors(of: float.forward), 7.5e-4, 2.7e-4),
    ] {
      let best = curve.min { $0.y < $1.y }!
      XCTAssertEqual(best.x, step, accuracy: 0.01 * step)
      XCTAssertEqual(best.y, error, accuracy: 0.03 * error)
      XCTAssertEqual(file[name].count, curve.count)
      for (measured, point) in zip(file[name], curve) {
        XCTAssertEqual(measured, point.y, accuracy: 1e-5 * point.y, "\(name), \(point.x)")
      }
    }
    XCTAssertEqual(double.loss(0.5), 0.721229, accuracy: 1e-6)
    XCTAssertEqual(double.slope(0.5), 0.450644, accuracy: 1e-6)
  }
}

/// The experiment of chapter 06 on step sizes: the slope of a loss along one weight, measured with
/// differences of many step sizes, in single and in double precision.
///
/// The loss is that of chapter 05's network of one unit and two steps. It is computed by additions,
/// multiplications and divisions alone, which round in the same way on every machine.
private struct StepSizeExperiment<Number: BinaryFloatingPoint> {
  /// The network's input weight and bias; its recurrent weight is what moves.
  static var inputWeight: Double { 1 }
  static var bias: Double { 0.1 }

  /// The recurrent weights at which slopes are measured: one alone would jump about.
  static var weights: [Double] { (0..<40).map { 0.25 + Double($0) / 80 } }

  /// The mean of the two surprises: symbol 0 came after the first step, symbol 1 after the second.
  ///
  /// With logits h and -h, the softmax says (1 + tanh h) / 2 to symbol 0.
  func loss(_ recurrentWeight: Number) -> Number {
    let first = tanh(Number(Self.inputWeight) + Number(Self.bias))
    let second = tanh(first * recurrentWeight + Number(Self.bias))
    return -(log((1 + tanh(first)) / 2) + log((1 - tanh(second)) / 2)) / 2
  }

  /// The slope of the loss along the recurrent weight, by the chain rule.
  func slope(_ recurrentWeight: Number) -> Number {
    let first = tanh(Number(Self.inputWeight) + Number(Self.bias))
    let second = tanh(first * recurrentWeight + Number(Self.bias))
    return (1 + tanh(second)) / 2 * (1 - second * second) * first
  }

  func forward(at weight: Double, step: Double) -> Double {
    let (weight, step) = (Number(weight), Number(step))
    return Double((loss(weight + step) - loss(weight)) / step)
  }

  func central(at weight: Double, step: Double) -> Double {
    let (weight, step) = (Number(weight), Number(step))
    return Double((loss(weight + step) - loss(weight - step)) / (2 * step))
  }

  /// For each step, the root mean square, over the weights, of the relative error of a difference.
  func errors(
    of difference: (_ weight: Double, _ step: Double) -> Double
  ) -> [(x: Double, y: Double)] {
    let exact = StepSizeExperiment<Double>()
    let truths = Self.weights.map { exact.slope($0) }
    return StepSizeCurve.steps.map { step in
      let squares = zip(Self.weights, truths).map { weight, truth in
        pow((difference(weight, step) - truth) / truth, 2)
      }
      return (x: step, y: (squares.reduce(0, +) / Double(squares.count)).squareRoot())
    }
  }

  // MARK: Functions by plain arithmetic

  /// Lambert's continued fraction, x / (1 + x² / (3 + x² / (5 + …))).
  private func tanh(_ x: Number) -> Number {
    var fraction = Number(27)
    for odd in stride(from: 25, through: 1, by: -2) { fraction = Number(odd) + x * x / fraction }
    return x / fraction
  }

  /// 2 (q + q³/3 + q⁵/5 + …) with q = (x - 1) / (x + 1), for x from 0.2 to 1.
  private func log(_ x: Number) -> Number {
    let q = (x - 1) / (x + 1)
    var sum = Number(0)
    for odd in stride(from: 91, through: 1, by: -2) { sum = 1 / Number(odd) + q * q * sum }
    return 2 * q * sum
  }
}
