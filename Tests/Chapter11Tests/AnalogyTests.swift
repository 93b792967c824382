import CourseTesting
import LinearAlgebra
import WordVectors
import XCTest

final class AnalogyTests: ExerciseTestCase {
  private func expectScores(_ questions: [Analogy], in table: Matrix, line: UInt = #line) {
    let scores = judgedAnalogies(questions, in: table)
    func result(_ flaw: Reference.AnalogyFlaw) -> [Double] {
      Reference.analogies(questions, in: table, flaw: flaw)
    }
    let right = result(.none)
    expect(
      [scores.whole, scores.withoutBase, scores.thirdAlone],
      "shares of the whole question, without the base and of the third word alone", equals: right,
      mistakes: [
        .baseReversed: result(.reversed), .lengthsKept: result(.lengthsKept),
        .questionMayAnswer: result(.questionKept), .thirdLeftOut: result(.thirdLeftOut),
        .controlMayAnswerA: result(.controlMayAnswerA),
        .countsForShares: right.map { $0 * Double(questions.count) },
        .controlsExchanged: [right[0], right[2], right[1]],
      ], line: line)
  }

  /// dog, puppy, cat, kitten, meat: the first number says whose kind, the second who is young.
  private let table: Matrix = [[-1, 0.2], [-1, 2], [1, 0.2], [1, 2], [0.9, -0.3]]

  func test_11_7_theExampleOnThePage() {
    expectScores([Analogy(0, 1, 2, 3)], in: table)
    expectScores([Analogy(0, 1, 2, 3), Analogy(1, 0, 3, 2), Analogy(2, 3, 0, 1)], in: table)
  }

  func test_11_7_rowsOfAllLengths() {
    let long = Matrix(
      (0..<5).map { row in [table[row, 0], table[row, 1]].map { $0 * [9, 0.1, 4, 0.5, 20][row] } })
    expectScores([Analogy(0, 1, 2, 3), Analogy(3, 2, 1, 0), Analogy(2, 3, 0, 1)], in: long)
  }

  func test_11_7_theThreeWordsAreNoAnswers() {
    // b − a + c lies next to b.
    let near: Matrix = [[1, 0, 0], [0, 1, 0], [1, 0.1, 0], [0.4, 0.9, 0.1], [-1, 0, 1]]
    expectScores([Analogy(0, 1, 2, 3), Analogy(2, 1, 0, 3)], in: near)
  }

  func test_11_7_agreesWithPlainLoops() {
    trials(20) { generator in
      let size = 9
      var table = Matrix.normal(rows: size, columns: 3, using: &generator)
      for row in 0..<size {
        let factor = generator.uniform(in: 0.2...5)
        for column in 0..<3 { table[row, column] *= factor }
      }
      let questions = (0..<40).map { _ -> Analogy in
        var words = Array(0..<size)
        let chosen = (0..<4).map { _ in words.remove(at: generator.integer(below: words.count)) }
        return Analogy(chosen[0], chosen[1], chosen[2], chosen[3])
      }
      expectScores(questions, in: table)
    }
  }
}
