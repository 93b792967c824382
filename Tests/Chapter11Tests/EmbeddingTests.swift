import CourseTesting
import LinearAlgebra
import WordVectors
import XCTest

final class EmbeddingTests: ExerciseTestCase {
  private func expectGradient(
    _ symbols: [Int], _ gradient: Matrix, _ size: Int, line: UInt = #line
  ) {
    func result(_ flaw: Reference.TableFlaw) -> Matrix {
      Reference.embeddingGradient(symbols, gradient, vocabularySize: size, flaw: flaw)
    }
    expect(
      embeddingGradient(symbols, outputGradient: gradient, vocabularySize: size),
      "gradient of the table", equals: result(.none),
      mistakes: [
        .overwritten: result(.overwritten), .firstKept: result(.firstKept),
        .averaged: result(.averaged), .rowsInTheirPlace: gradient,
        .tablesGradientScaled: result(.none) / Double(symbols.count),
        .tableTooShort: result(.none).rows(0..<(symbols.max() ?? 0) + 1),
      ], line: line)
  }

  func test_11_4_theExampleOnThePage() {
    expectGradient([2, 0, 2], [[1, 0], [0, 2], [3, 1]], 3)
  }

  func test_11_4_wordsThatWereNotLookedUp() {
    expectGradient([4], [[0.5, -1, 2]], 6)
    expectGradient([0, 5, 0, 0], [[1, 2], [3, 4], [5, 6], [7, 8]], 6)
  }

  func test_11_4_isTheProductWithOneHotRows() {
    trials(20) { generator in
      let size = 2 + generator.integer(below: 5)
      let symbols = (0..<2 + generator.integer(below: 7)).map { _ in
        generator.integer(below: size)
      }
      let gradient = Matrix.normal(
        rows: symbols.count, columns: 1 + generator.integer(below: 4), using: &generator)
      expectGradient(symbols, gradient, size)
    }
  }

  func test_11_4_agreesWithPyTorch() throws {
    for golden in try Golden.read().embeddings {
      expect(
        embeddingGradient(
          golden.symbols, outputGradient: Matrix(golden.outputGradient),
          vocabularySize: golden.gradient.count),
        "gradient of nn.Embedding", equals: Matrix(golden.gradient), within: 1e-10)
    }
  }
}
