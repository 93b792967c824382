import CourseTesting
import GradientChecking
import LinearAlgebra
import VanillaRNN
import XCTest

/// Exercise 6.3: the slope along every number.
final class NumericalGradientsTests: ExerciseTestCase {
  func test_6_3_everyNumberOfEveryMatrix() {
    trials(10) { generator in
      let toy = Toy(&generator)
      let step = generator.uniform(in: 0.01...0.2)
      let yours = numericalGradients(of: toy, step: step) { $0.loss }
      let right = Reference.central(of: toy, step: step) { $0.loss }
      expect(yours.count == 2, orSay: "there are \(yours.count) gradients for 2 parameters")
      if yours.count != 2 { return }
      for (index, name) in ["A", "B"].enumerated() {
        expect(
          yours[index], "gradient of \(name)", equals: right[index], within: 1e-9,
          mistakes: mistakes(toy, step, index))
      }
    }
  }

  func test_6_3_aParameterOfZeroHasASlopeToo() {
    var generator = SeededGenerator(seed: 63)
    var toy = Toy(&generator)
    toy.parameters = toy.parameters.map { $0 * 0 }
    let yours = numericalGradients(of: toy, step: 0.1) { $0.loss }
    let right = Reference.central(of: toy, step: 0.1) { $0.loss }
    expect(yours.count == 2, orSay: "there are \(yours.count) gradients for 2 parameters")
    for (index, (yours, right)) in zip(yours, right).enumerated() {
      expect(
        yours, "gradient of \(["A", "B"][index]) where all numbers are 0", equals: right,
        within: 1e-9, mistakes: mistakes(toy, 0.1, index))
    }
  }

  private func mistakes(
    _ toy: Toy, _ step: Double, _ index: Int
  ) -> KeyValuePairs<Mistake, Matrix> {
    let right = Reference.central(of: toy, step: step) { $0.loss }[index]
    func sloped(_ slope: (Double, Double, Double) -> Double) -> Matrix {
      Reference.slopes(of: toy, step: step, loss: { $0.loss }, slope: slope)[index]
    }
    return [
      .movesACopy: right * 0,
      .firstMatrixOnly: index == 0 ? right : toy.parameters[index],
      .forwardDifferences: sloped { up, middle, _ in (up - middle) / step },
      .lossesForSlopes: sloped { _, middle, _ in middle },
      .notPutBack: unrestored(toy, step, leaving: -step)[index],
      .notPutBack: unrestored(toy, step, leaving: step)[index],
      .movedTogether: movedTogether(toy, step, index),
      .movedTogether: movedTogether(leftMoved(toy, step, before: index), step, index),
      .firstColumnOnly: repeated(right) { row, _ in (row, 0) },
      .firstRowRepeated: repeated(right) { _, column in
        (0, column)
      },
    ]
  }

  private func unrestored(_ toy: Toy, _ step: Double, leaving: Double) -> [Matrix] {
    var moved = toy
    var gradients = toy.parameters
    for (index, parameter) in toy.parameters.enumerated() {
      for row in 0..<parameter.rows {
        for column in 0..<parameter.columns {
          let number = parameter[row, column]
          moved.parameters[index][row, column] = number + step
          let up = moved.loss
          moved.parameters[index][row, column] = number - step
          gradients[index][row, column] = (up - moved.loss) / (2 * step)
          moved.parameters[index][row, column] = number + leaving
        }
      }
    }
    return gradients
  }

  /// The model once the matrices before this one were moved as a whole and a number was put back.
  private func leftMoved(_ toy: Toy, _ step: Double, before index: Int) -> Toy {
    var moved = toy
    for (place, parameter) in toy.parameters.prefix(index).enumerated() {
      let (row, column) = (parameter.rows - 1, parameter.columns - 1)
      moved.parameters[place] = parameter - step
      moved.parameters[place][row, column] = parameter[row, column]
    }
    return moved
  }

  private func movedTogether(_ toy: Toy, _ step: Double, _ index: Int) -> Matrix {
    var (up, down) = (toy, toy)
    up.parameters[index] = up.parameters[index] + step
    down.parameters[index] = down.parameters[index] - step
    return toy.parameters[index] * 0 + (up.loss - down.loss) / (2 * step)
  }

  private func repeated(_ matrix: Matrix, _ source: (Int, Int) -> (Int, Int)) -> Matrix {
    var result = matrix
    for row in 0..<matrix.rows {
      for column in 0..<matrix.columns {
        let from = source(row, column)
        result[row, column] = matrix[from.0, from.1]
      }
    }
    return result
  }

  func test_6_3_allOthersStayExactlyWhatTheyAre() {
    trials(5) { generator in
      var toy = Toy(&generator)
      expectOneMoved(toy, step: 1e-5)
      // Small numbers and a large step: what is rounded on the way there does not come back.
      toy.parameters = toy.parameters.map { $0 * 1e-6 }
      expectOneMoved(toy, step: 0.1)
    }
  }

  /// Expects the loss to see one number at a time that is not what it was.
  private func expectOneMoved(_ toy: Toy, step: Double, line: UInt = #line) {
    let start = toy.parameters.flatMap(\.values)
    var most = 0
    var leastDrift = Double.infinity
    _ = numericalGradients(of: toy, step: step) { (model: Toy) -> Double in
      let now = model.parameters.flatMap(\.values)
      let moved = zip(now, start).filter { $0 != $1 }
      most = max(most, moved.count)
      for (number, before) in moved { leastDrift = min(leastDrift, abs(number - before)) }
      return model.loss
    }
    let why =
      leastDrift < step / 100
      ? "one of them by only \(leastDrift): a number that went by ε and came back is not what it "
        + "was, since each sum is rounded. Keep the number, and write it back"
      : "so the numbers measured before have not been put back, or several are moved at once"
    expect(
      most == 1,
      orSay: most == 0
        ? "no number of the model that the loss sees is ever moved"
        : "the loss sees a model in which \(most) numbers differ from the original, \(why)",
      line: line)
  }

  func test_6_3_twoLossesForEachNumber() {
    var generator = SeededGenerator(seed: 3)
    let toy = Toy(&generator)
    var calls = 0
    _ = numericalGradients(of: toy, step: 1e-4) {
      calls += 1
      return $0.loss
    }
    expect(
      calls == 16 || calls == 17,
      orSay: "the loss was asked \(calls) times for 8 numbers; it takes two for each, 16")
  }

  func test_6_3_modelItselfStaysAsItWas() {
    var generator = SeededGenerator(seed: 4)
    let toy = Toy(&generator)
    let yours = numericalGradients(of: toy, step: 0.1) { $0.loss }
    let again = numericalGradients(of: toy, step: 0.1) { $0.loss }
    expect(yours.count == again.count, orSay: "two measurements have not the same shape")
    for (first, second) in zip(yours, again) {
      expect(second, "second measurement", equals: first, within: 0)
    }
  }

  func test_6_3_measuresARecurrence() {
    trials(5) { generator in
      let cell = RNNCell(
        inputWeights: .normal(rows: 2, columns: 3, using: &generator),
        recurrentWeights: .normal(rows: 3, columns: 3, using: &generator),
        bias: .normal(rows: 1, columns: 3, using: &generator))
      let inputs = (0..<4).map { _ in [generator.normal(), generator.normal()] }
      let yours = numericalGradients(of: cell, step: 1e-3) { Self.loss($0, inputs) }
      let right = Reference.central(of: cell, step: 1e-3) { Self.loss($0, inputs) }
      expect(yours.count == 3, orSay: "there are \(yours.count) gradients for W, U and b")
      for (name, (yours, right)) in zip(["W", "U", "b"], zip(yours, right)) {
        let turned = right.transposed
        expect(
          yours, "gradient of \(name)", equals: right, within: 1e-9,
          mistakes: [.transposedSlopes: turned])
      }
    }
  }

  /// The sum of the last state, in plain loops.
  private static func loss(_ cell: RNNCell, _ inputs: [[Double]]) -> Double {
    var hidden = [0.1, -0.2, 0.3]
    for x in inputs {
      hidden = (0..<3).map { unit in
        var sum = cell.bias[0, unit]
        for (i, number) in x.enumerated() { sum += number * cell.inputWeights[i, unit] }
        for (i, number) in hidden.enumerated() { sum += number * cell.recurrentWeights[i, unit] }
        return tanh(sum)
      }
    }
    return hidden[0] + 2 * hidden[1] - 3 * hidden[2]
  }
}
