import CourseTesting
import Forecasting
import Foundation
import LinearAlgebra

/// A fading input and a step, number by number, to judge by.
struct PlainFading {
  var fading: FadingInput
  var step: GapStep

  static func random(
    rows: Int, features: Int, using generator: inout SeededGenerator
  ) -> PlainFading {
    let rate = Matrix.uniform(rows: 1, columns: features, in: 0.1...0.6, using: &generator)
    let bias = Matrix.uniform(rows: 1, columns: features, in: -0.9...0.4, using: &generator)
    var mask = Matrix(rows: rows, columns: features)
    var since = mask
    for row in 0..<rows {
      for column in 0..<features {
        mask[row, column] = generator.uniform() < 0.3 ? 1 : 0
        since[row, column] = Double(1 + generator.integer(below: 5))
      }
    }
    return PlainFading(
      fading: FadingInput(rate: rate, bias: bias),
      step: GapStep(
        carried: .normal(rows: rows, columns: features, using: &generator), mask: mask,
        since: since))
  }

  func exponent(_ row: Int, _ column: Int) -> Double {
    fading.rate[0, column] * step.since[row, column] + fading.bias[0, column]
  }

  /// What is read, or what a mistake reads.
  ///
  /// - Parameters:
  ///   - left: the share of the last reading that is left, of an exponent.
  ///   - isMasked: whether a reading is kept as it is.
  ///   - maskedAs: the mask that is used.
  ///   - ofReading: what a reading counts.
  func filled(
    left: (Double) -> Double = { Foundation.exp(-max(0, $0)) }, isMasked: Bool = true,
    maskedAs: (Double) -> Double = { $0 }, ofReading: Double = 1
  ) -> Matrix {
    build(step.carried.rows, step.carried.columns) { row, column in
      let isRead = isMasked && maskedAs(step.mask[row, column]) == 1
      let share = isRead ? ofReading : left(exponent(row, column))
      return share * step.carried[row, column]
    }
  }

  func without(bias: Bool) -> PlainFading {
    var copy = self
    copy.fading.bias = fading.bias * 0
    return copy
  }

  func with(since: Matrix) -> PlainFading {
    var copy = self
    copy.step.since = since
    return copy
  }

  /// The gradients of r and b of the sum of all that is read, each number times its weight, by
  /// central differences.
  func gradients(_ weights: Matrix) -> [Matrix] {
    measured([fading.rate, fading.bias]) { rows in
      var copy = self
      copy.fading = FadingInput(rate: rows[0], bias: rows[1])
      return zip(copy.filled().values, weights.values).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  struct Term {
    var exponent, mask, carried, since: Double
    var isRate: Bool
  }

  /// The same sums, of which a function says what each number's weight is multiplied with.
  func gradients(_ weights: Matrix, _ slope: (Term) -> Double) -> [Matrix] {
    [true, false].map { isRate in
      build(1, weights.columns) { _, column in
        (0..<weights.rows).reduce(0) { sum, row in
          let term = Term(
            exponent: exponent(row, column), mask: step.mask[row, column],
            carried: step.carried[row, column], since: step.since[row, column], isRate: isRate)
          return sum + weights[row, column] * slope(term)
        }
      }
    }
  }
}

/// PyTorch's numbers of Tests/Fixtures/pytorch-forecasting.json; Tests/Peers/forecasting.py made them.
struct GoldenForecasting: Decodable {
  let fading: [Fading]
  let pinball: [Pinball]

  struct Fading: Decodable {
    let rate, bias, carried, mask, since, weights, filled: [[Double]]
    /// Of r and b.
    let gradients: [[[Double]]]

    private enum CodingKeys: String, CodingKey {
      case rate, bias, carried, mask, since, weights, filled, gradients
    }

    var fading: FadingInput { FadingInput(rate: Matrix(rate), bias: Matrix(bias)) }
    var step: GapStep {
      GapStep(carried: Matrix(carried), mask: Matrix(mask), since: Matrix(since))
    }
  }

  struct Pinball: Decodable {
    let levels: [Double]
    let forecasts, targets, gradient: [[Double]]
    let loss: Double
  }

  static func decoded() throws -> GoldenForecasting { try Fixtures.decoded("pytorch-forecasting") }
}
