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
        orSay: "on two different inputs unit \(unit) differs by \(text(distance)), as a root mean "
          + "square; at least 0.2 is asked for"
          + explanation([
            (.deaf, distances.allSatisfy { $0 < 1e-9 }), (.oneDeaf, distance < 1e-9),
          ]))
    }
  }

  func test_3_6_theGradientChangesBy097() {
    guard let cell = checkedCell() else { return }
    let (rate, square) = Forgetting.rate(of: cell)
    let radius = gelfandRadius(of: cell.recurrentWeights)
    expect(
      abs(rate - 0.97) <= 0.01,
      orSay: "a gradient changes by \(text(rate)) a step, the geometric mean of 20 runs; it should "
        + "be between 0.96 and 0.98. The mean slope of the tanh is \(text(1 - square))"
        + explanation([
          (.radius097, rate < 0.96 && abs(radius - 0.97) < 0.005),
          (.tooLoud, rate < 0.96 && square > 0.06),
          (.tooLarge, rate > 0.98),
        ]))
  }

  private func text(_ value: Double) -> String { String(format: "%.3f", value) }

  private func explanation(_ cases: [(mistake: Mistake, holds: Bool)]) -> String {
    cases.first { $0.holds }.map { ". " + $0.mistake.sentence.dropLast() } ?? ""
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

  /// The mean rate over the second half of the way back, and the mean square of the states.
  static func rate(of cell: RNNCell) -> (rate: Double, square: Double) {
    var generator = SeededGenerator(seed: 97)
    var (logarithms, square) = (0.0, 0.0)
    for _ in 0..<runs {
      var gradient = Reference.row(4, using: &generator)
      for (back, state) in states(of: cell, &generator).reversed().enumerated() {
        square += (state .* state).mean / Double(runs * steps)
        gradient = (gradient .* (1 - state .* state)).timesTransposed(cell.recurrentWeights)
        let length = Reference.length(gradient)
        if length == 0 { return (0, square) }
        gradient = gradient / length
        if back >= steps / 2 { logarithms += log(length) / Double(runs * (steps - steps / 2)) }
      }
    }
    return (exp(logarithms), square)
  }
}
