import CourseTesting
import LinearAlgebra
import WordVectors
import XCTest

final class GloVeTests: ExerciseTestCase {
  private func named(_ gradients: [Matrix]) -> Named { Named(["dE", "dC", "db", "db̃"], gradients) }

  private func model(
    _ size: Int, _ width: Int, using generator: inout SeededGenerator
  ) -> GloVe {
    GloVe(
      words: .normal(rows: size, columns: width, using: &generator),
      contexts: .normal(rows: size, columns: width, using: &generator),
      wordBias: .normal(rows: 1, columns: size, using: &generator),
      contextBias: .normal(rows: 1, columns: size, using: &generator))
  }

  private func expectGradients(_ model: GloVe, _ counts: Matrix, line: UInt = #line) {
    func wrong(_ flaw: Reference.GloVeFlaw) -> Named {
      named(Reference.gloVe(model, counts, flaw: flaw))
    }
    expect(
      named(model.gradients(on: counts)), "gradients", equals: wrong(.none),
      mistakes: [
        .withoutTwo: wrong(.withoutTwo), .withoutWeights: wrong(.withoutWeights),
        .weightsTwice: wrong(.weightsTwice), .errorsAlone: wrong(.errorsAlone),
        .gradientsExchanged: wrong(.tablesExchanged), .biasesExchanged: wrong(.biasesExchanged),
        .contextsTransposed: wrong(.contextsTransposed), .meanOfPairs: wrong(.meanOfPairs),
      ], line: line)
  }

  func test_11_8_thePairOnThePage() {
    let model = GloVe(
      words: [[1, 2]], contexts: [[0.5, -0.25]], wordBias: [[0.2]], contextBias: [[0.3]])
    expectGradients(model, [[4]])
    let two = GloVe(
      words: [[1, 2], [0, 1]], contexts: [[0.5, -0.25], [1, 1]], wordBias: [[0.2, -0.1]],
      contextBias: [[0.3, 0]])
    expectGradients(two, [[4, 300], [0, 7]])
  }

  func test_11_8_pairsThatNeverOccurredSayNothing() {
    trials(5) { generator in
      let model = model(3, 2, using: &generator)
      expectGradients(model, [[0, 12, 0], [5, 0, 0], [0, 0, 250]])
    }
  }

  func test_11_8_agreesWithPlainLoops() {
    trials(10) { generator in
      let size = 2 + generator.integer(below: 4)
      let model = model(size, 1 + generator.integer(below: 4), using: &generator)
      let counts = Matrix(
        rows: size, columns: size,
        values: (0..<size * size).map { _ in
          generator.uniform() < 0.2 ? 0 : generator.uniform(in: 0.5...200)
        })
      expectGradients(model, counts)
    }
  }

  func test_11_8_agreesWithPyTorch() throws {
    for golden in try Golden.read().gloVes {
      let model = GloVe(
        words: Matrix(golden.words), contexts: Matrix(golden.contexts),
        wordBias: Matrix([golden.wordBias]), contextBias: Matrix([golden.contextBias]))
      expect(
        named(model.gradients(on: Matrix(golden.counts))), "gradients beside PyTorch",
        equals: named(golden.gradients.map { Matrix($0) }), within: 1e-9)
    }
  }
}
