import CourseTesting
import Forecasting
import LinearAlgebra
import XCTest

/// Exercise 17.7: a loss with two slopes.
final class PinballTests: ExerciseTestCase {
  private struct Case {
    var forecasts, targets: Matrix
    var levels: [Double]

    /// The loss, then the gradient row by row. As it stands, it is right.
    func numbers(
      level: ((_ column: Int) -> Double)? = nil, isHigher: Bool = true,
      slopes: (_ level: Double) -> (below: Double, above: Double) = { ($0, 1 - $0) },
      divisor: Double? = nil, gradientDivisor: Double? = nil, sign: Double = 1,
      square: Bool = false
    ) -> [Double] {
      let horizon = targets.columns
      let count = divisor ?? Double(forecasts.rows * forecasts.columns)
      var (sum, gradient) = (0.0, [Double]())
      for row in 0..<forecasts.rows {
        for column in 0..<forecasts.columns {
          let slopes = slopes(level?(column) ?? levels[column / horizon])
          let missed = targets[row, column % horizon] - forecasts[row, column]
          let slope = missed > 0 ? -slopes.below : missed < 0 ? slopes.above : 0
          sum += -slope * missed * (square ? abs(missed) : 1)
          gradient.append(
            sign * slope * (square ? 2 * abs(missed) : 1) / (gradientDivisor ?? count))
        }
      }
      return [sum / count] + gradient
    }
  }

  private func expectPinball(_ it: Case, line: UInt = #line) {
    let yours = pinball(it.forecasts, targets: it.targets, levels: it.levels)
    expect(
      yours.gradient.shape, "shape of the gradient", is: it.forecasts.shape, line: line)
    guard yours.gradient.shape == it.forecasts.shape else { return }
    let horizon = it.targets.columns
    let count = Double(it.forecasts.rows * it.forecasts.columns)
    expect(
      [yours.loss] + yours.gradient.values, "the loss, then its gradient row by row",
      equals: it.numbers(),
      mistakes: [
        .slopesExchanged: it.numbers(slopes: { (1 - $0, $0) }),
        .bothSidesAlike: it.numbers(slopes: { ($0, $0) }),
        .levelsAside: it.numbers(slopes: { _ in (0.5, 0.5) }),
        .absoluteError: it.numbers(slopes: { _ in (1, 1) }),
        .levelsStepByStep: it.numbers(level: { it.levels[$0 % it.levels.count] }),
        .squaredMiss: it.numbers(square: true),
        .sumForMean: it.numbers(divisor: 1, gradientDivisor: count),
        .meanOfRowsOnly: it.numbers(
          divisor: Double(it.forecasts.rows), gradientDivisor: count),
        .meanOfTargets: it.numbers(
          divisor: Double(it.forecasts.rows * horizon), gradientDivisor: count),
        .gradientOfTheSum: it.numbers(gradientDivisor: 1),
        .gradientUphill: it.numbers(sign: -1),
      ], line: line)
  }

  func test_17_7_theWorkedExample() {
    // Chapter 17: at the level 0.9, 20 and a forecast of 18 cost 1.8, and one of 23 costs 0.3.
    for (forecast, loss, slope) in [(18.0, 1.8, -0.9), (23, 0.3, 0.1), (20, 0, 0)] {
      let yours = pinball([[forecast]], targets: [[20]], levels: [0.9])
      expect(
        [yours.loss, yours.gradient.values.first ?? .nan],
        "loss and gradient of a forecast of \(forecast)", equals: [loss, slope],
        mistakes: [
          .slopesExchanged: forecast == 18 ? [0.2, -0.1] : forecast == 23 ? [2.7, 0.9] : [0, 0]
        ])
    }
  }

  func test_17_7_oneLevel() {
    trials(8) { generator in
      expectPinball(
        Case(
          forecasts: .normal(rows: 4, columns: 3, using: &generator),
          targets: .normal(rows: 4, columns: 3, using: &generator), levels: [0.25]))
    }
  }

  func test_17_7_aBlockForEachLevel() {
    trials(8) { generator in
      expectPinball(
        Case(
          forecasts: .normal(rows: 3, columns: 6, using: &generator),
          targets: .normal(rows: 3, columns: 2, using: &generator), levels: [0.1, 0.5, 0.9]))
    }
  }

  func test_17_7_anExactForecastHasNoSlope() {
    let exact = Matrix([[1, 2], [3, 4]])
    expectPinball(Case(forecasts: exact, targets: exact, levels: [0.7]))
  }

  func test_17_7_asInPyTorch() throws {
    for golden in try GoldenForecasting.decoded().pinball {
      let yours = pinball(
        Matrix(golden.forecasts), targets: Matrix(golden.targets), levels: golden.levels)
      expect(yours.loss, "the loss", equals: golden.loss, within: 1e-10)
      expect(yours.gradient, "its gradient", equals: Matrix(golden.gradient), within: 1e-10)
    }
  }
}
