import CourseTesting
import Foundation
import LinearAlgebra
import VanillaRNN
import VanishingGradients
import XCTest

final class SlowForgetterTests: ExerciseTestCase {
  func test_3_6_oneInputAndFourUnits() {
    let cell = slowForgetter()
    expect(cell.inputWeights.shape, "shape of the input weights", is: "1×4")
    expect(
      Forgetting.isFinite(cell), orSay: "a weight is not a number; each must be an ordinary one")
  }

  func test_3_6_eachUnitListens() {
    guard let cell = checkedCell() else { return }
    let distances = Forgetting.distances(of: cell)
    for (unit, distance) in distances.enumerated() where !(distance >= 0.2) {
      return expect(
        false,
        orSay: "in two runs on different inputs unit \(unit) differs by \(text(distance)), as a "
          + "root mean square over the last 300 of 400 steps; at least 0.2 is asked for"
          + explanation(deafness(distances, unit)))
    }
  }

  func test_3_6_noUnitCopiesAnother() {
    guard let cell = checkedCell() else { return }
    let distances = Forgetting.distances(of: cell)
    for one in 0..<4 {
      for other in 0..<one {
        let (difference, sum) = Forgetting.difference(of: cell, one, other)
        guard min(difference, sum) < 0.2 else { continue }
        let what = difference < 0.2 ? "differ by" : "are opposite but for"
        return expect(
          false,
          orSay: "in one run units \(other) and \(one) \(what) \(text(min(difference, sum))), as a "
            + "root mean square over the last 300 of 400 steps; at least 0.2 is asked for"
            + explanation(
              deafness(distances, one) + deafness(distances, other)
                + [(.alike, min(difference, sum) < 0.1)]))
      }
    }
  }

  func test_3_6_theGradientOfEachUnitChangesBy097() {
    guard let cell = checkedCell() else { return }
    let (rates, square) = Forgetting.rates(of: cell)
    let distances = Forgetting.distances(of: cell)
    let radius = gelfandRadius(of: cell.recurrentWeights)
    for (unit, rate) in rates.enumerated() where !(abs(rate - 0.97) <= 0.01) {
      return expect(
        false,
        orSay: "a gradient that begins at unit \(unit) changes by \(text(rate)) a step, over steps "
          + "151 to 300 of its way back and in the geometric mean of 20 runs; it should be between "
          + "0.96 and 0.98. The mean slope of the tanh is \(text(1 - square))"
          + explanation(
            (0..<4).flatMap { deafness(distances, $0) } + [
              (.radius097, rate < 0.96 && abs(radius - 0.97) < 0.005),
              (.someFade, rate < 0.95 && rates.contains { $0 >= 0.96 }),
              (.tooLoud, rate < 0.96 && square > 0.06),
              (.tooLarge, rate > 0.98),
            ]))
    }
  }

  private func text(_ value: Double) -> String { String(format: "%.3f", value) }

  private func explanation(_ cases: [(mistake: Mistake, holds: Bool)]) -> String {
    cases.first { $0.holds }.map { ". " + $0.mistake.sentence.dropLast() } ?? ""
  }

  private func deafness(
    _ distances: [Double], _ unit: Int
  ) -> [(mistake: Mistake, holds: Bool)] {
    [(.deaf, distances.allSatisfy { $0 < 1e-9 }), (.oneDeaf, distances[unit] < 1e-9)]
  }

  /// The reader's cell where its shape is right; nil, with a failure, where it is not.
  private func checkedCell(file: StaticString = #filePath, line: UInt = #line) -> RNNCell? {
    let cell = slowForgetter()
    let fits = cell.inputWeights.shape == "1×4" && Forgetting.isFinite(cell)
    expect(
      fits, orSay: "a cell of one input and four units is wanted, with ordinary numbers",
      file: file, line: line)
    return fits ? cell : nil
  }
}

/// How a cell listens and forgets, on inputs of ±1, by the reference's loops.
private enum Forgetting {
  static let (settling, steps, runs) = (100, 300, 20)

  static func isFinite(_ cell: RNNCell) -> Bool {
    [cell.inputWeights, cell.recurrentWeights, cell.bias].allSatisfy {
      $0.values.allSatisfy(\.isFinite)
    }
  }

  private static func states(of cell: RNNCell, _ generator: inout SeededGenerator) -> [Matrix] {
    var hidden = Matrix(rows: 1, columns: 4)
    let states = (0..<settling + steps).map { _ in
      hidden = Reference.step(cell, [[generator.integer(below: 2) == 0 ? -1 : 1]], from: hidden)
      return hidden
    }
    return Array(states.suffix(steps))
  }

  /// For each unit, how far apart it is in two runs on different inputs.
  static func distances(of cell: RNNCell) -> [Double] {
    var generator = SeededGenerator(seed: 36)
    var squares = Matrix(rows: 1, columns: 4)
    for _ in 0..<runs {
      let one = states(of: cell, &generator)
      let other = states(of: cell, &generator)
      for (state, elsewhere) in zip(one, other) {
        let distance = state - elsewhere
        squares += (distance .* distance)
      }
    }
    return squares.values.map { ($0 / Double(runs * steps)).squareRoot() }
  }

  /// How far two units are apart in one run, and how far one is from the other's negative.
  static func difference(
    of cell: RNNCell, _ one: Int, _ other: Int
  ) -> (difference: Double, sum: Double) {
    var generator = SeededGenerator(seed: 36)
    var (difference, sum) = (0.0, 0.0)
    for _ in 0..<runs {
      for state in states(of: cell, &generator) {
        difference += pow(state[0, one] - state[0, other], 2) / Double(runs * steps)
        sum += pow(state[0, one] + state[0, other], 2) / Double(runs * steps)
      }
    }
    return (difference.squareRoot(), sum.squareRoot())
  }

  /// For a gradient that begins at each unit after the last step, the mean rate over the second half
  /// of its way back; and the mean square of the states.
  static func rates(of cell: RNNCell) -> (rates: [Double], square: Double) {
    var generator = SeededGenerator(seed: 97)
    var (logarithms, square) = ([0.0, 0, 0, 0], 0.0)
    for _ in 0..<runs {
      let back = Array(states(of: cell, &generator).reversed())
      square += back.reduce(0) { $0 + ($1 .* $1).mean } / Double(runs * steps)
      for unit in 0..<4 { logarithms[unit] += logarithm(of: cell, back, from: unit) / Double(runs) }
    }
    return (logarithms.map { exp($0) }, square)
  }

  /// The logarithm of the mean rate in one run, whose states are given from the last to the first.
  private static func logarithm(of cell: RNNCell, _ back: [Matrix], from unit: Int) -> Double {
    var gradient = Matrix(rows: 1, columns: 4)
    gradient[0, unit] = 1
    var logarithm = 0.0
    for (step, state) in back.enumerated() {
      gradient = (gradient .* (1 - state .* state)).timesTransposed(cell.recurrentWeights)
      let length = Reference.length(gradient)
      if length == 0 { return -.infinity }
      gradient = gradient / length
      if step >= steps / 2 { logarithm += log(length) / Double(steps - steps / 2) }
    }
    return logarithm
  }
}
