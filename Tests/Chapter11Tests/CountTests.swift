import CourseTesting
import LinearAlgebra
import WordVectors
import XCTest

final class CountTests: ExerciseTestCase {
  /// - Parameter row: the row of the counts that is judged; nil for all of them.
  private func mistakes(
    _ text: [[Int]], _ size: Int, _ window: Int, row: Int? = nil
  ) -> KeyValuePairs<Mistake, Matrix> {
    func wrong(_ flaw: Reference.CountingFlaw) -> Matrix {
      let counts = Reference.counts(text, vocabularySize: size, window: window, flaw: flaw)
      return row.map { counts.row($0) } ?? counts
    }
    return [
      .onlyAfter: wrong(.onlyAfter), .onlyBefore: wrong(.onlyBefore),
      .countsItself: wrong(.countsItself), .sameWordLeftOut: wrong(.sameWordLeftOut),
      .windowTooNarrow: wrong(.tooNarrow), .windowTooWide: wrong(.tooWide),
      .lastWordMissing: wrong(.lastMissing), .acrossSentences: wrong(.acrossSentences),
      .countedOnce: wrong(.onceOnly), .wholeSentence: wrong(.wholeSentence),
      .windowOneSided: wrong(.shortOfTheRight),
    ]
  }

  private func expectCounts(
    _ text: [[Int]], _ size: Int, window: Int, line: UInt = #line
  ) {
    expect(
      contextCounts(text, vocabularySize: size, window: window),
      "counts with a window of \(window)",
      equals: Reference.counts(text, vocabularySize: size, window: window),
      mistakes: mistakes(text, size, window), line: line)
  }

  /// The page's three sentences: the dog eats meat; the cat eats fish; the dog chases the cat.
  private let text = [[0, 1, 3, 5], [0, 2, 3, 6], [0, 1, 4, 0, 2]]

  func test_11_3_theThreeSentencesOnThePage() {
    let counts = contextCounts(text, vocabularySize: 7, window: 2)
    expect(
      counts.rows == 7 ? counts.row(1) : counts, "row of dog", equals: [[3, 0, 0, 1, 1, 1, 0]],
      mistakes: mistakes(text, 7, 2, row: 1))
    expect(
      counts.rows == 7 ? counts.row(5) : counts, "row of meat", equals: [[0, 1, 0, 1, 0, 0, 0]],
      mistakes: mistakes(text, 7, 2, row: 5))
  }

  func test_11_3_aWordIsItsOwnNeighbourElsewhere() {
    expectCounts([[0, 1, 0, 0]], 2, window: 2)
  }

  func test_11_3_sentencesEnd() {
    expectCounts([[0, 1], [2, 3], [], [4]], 5, window: 3)
  }

  func test_11_3_aSingleWordHasNoCompany() {
    expectCounts([[1]], 2, window: 4)
    expectCounts([], 2, window: 1)
  }

  func test_11_3_agreesWithPlainLoops() {
    trials(20) { generator in
      let size = 2 + generator.integer(below: 6)
      let text = (0..<1 + generator.integer(below: 6)).map { _ in
        (0..<1 + generator.integer(below: 9)).map { _ in generator.integer(below: size) }
      }
      expectCounts(text, size, window: 1 + generator.integer(below: 4))
    }
  }

  func test_11_3_countsOfAWholeText() {
    var writer = FarmWriter(seed: 3)
    expectCounts(writer.text(words: 2_000), Farm.words.count, window: 3)
  }
}
