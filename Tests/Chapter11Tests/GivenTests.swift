import LinearAlgebra
import WordVectors
import XCTest

/// What the chapter gives beside its exercises.
final class Chapter11GivenTests: XCTestCase {
  // MARK: The farm

  func testAHundredWordsEachOnceWithAClass() {
    XCTAssertEqual(Set(Farm.words).count, 100)
    XCTAssertEqual(Farm.words.count, 100)
    XCTAssertEqual(Farm.classes.count, 100)
    XCTAssertEqual(Farm.classes.count { $0 == .animal }, 18)
    for kind in WordClass.allCases {
      XCTAssertGreaterThanOrEqual(Farm.classes.count { $0 == kind }, 4)
    }
    XCTAssertEqual(Farm.analogies.count, 144)
  }

  func testEveryWordOccursInTheText() {
    var writer = FarmWriter(seed: 1)
    let text = writer.text(words: 30_000)
    XCTAssertGreaterThanOrEqual(text.map(\.count).reduce(0, +), 30_000)
    XCTAssertEqual(Set(text.joined()), Set(0..<100))
    var again = FarmWriter(seed: 1)
    XCTAssertEqual(again.text(words: 30_000), text)
  }

  func testEveryHuntInTheTextIsTrue() {
    var writer = FarmWriter(seed: 2)
    let judged = writer.text(words: 10_000).compactMap { Farm.isTrue($0) }
    XCTAssertGreaterThan(judged.count, 100)
    XCTAssertFalse(judged.contains(false))
  }

  func testTruth() {
    func truth(_ sentence: String) -> Bool? {
      Farm.symbols(of: sentence).flatMap { Farm.isTrue($0) }
    }
    XCTAssertEqual(truth("the dog chases the cat"), true)
    XCTAssertEqual(truth("the cat chases the dog"), false)
    XCTAssertEqual(truth("the kitten fears the puppy"), true)
    XCTAssertEqual(truth("the dog chases the kitten"), false)
    XCTAssertEqual(truth("the horse chases the dog"), true)
    XCTAssertNil(truth("the dog meets the cat"))
    XCTAssertNil(truth("the dog chases the meat"))
    XCTAssertNil(truth("the dog rests"))
    XCTAssertNil(Farm.symbols(of: "the dog sings"))
    XCTAssertNil(Farm.symbols(of: ""))
  }

  // MARK: Bags

  /// The page's three sentences, of seven words.
  private let text = [[0, 1, 3, 5], [0, 2, 3, 6], [0, 1, 4, 0, 2]]

  func testBagsCount() {
    XCTAssertEqual(
      bags(text, vocabularySize: 7),
      [[1, 1, 0, 1, 0, 1, 0], [1, 0, 1, 1, 0, 0, 1], [2, 1, 1, 0, 1, 0, 0]])
  }

  func testTFIDFWeighsByRarity() {
    let (two, one) = (log(1.5), log(3.0))
    let expected: Matrix = [
      [0, two, 0, two, 0, one, 0], [0, 0, two, two, 0, 0, one], [0, two, two, 0, one, 0, 0],
    ]
    XCTAssertLessThan((tfidf(bags(text, vocabularySize: 7)) - expected).norm, 1e-12)
    // A word that no sentence holds has 0, and not 0 · log(N / 0).
    XCTAssertEqual(tfidf(bags([[0], [1]], vocabularySize: 3)).column(2), [[0], [0]])
  }

  // MARK: Vectors

  func testSoftplusOfAnySize() {
    let result = softplus([[0, 1_000, -1_000, 1]])
    XCTAssertEqual(result[0, 0], log(2.0), accuracy: 1e-12)
    XCTAssertEqual(result[0, 1], 1_000)
    XCTAssertEqual(result[0, 2], 0)
    XCTAssertEqual(result[0, 3], 1.313_261_687_518_222_8, accuracy: 1e-12)
  }

  func testUnitRows() {
    let expected: Matrix = [[0.6, 0.8], [0, 0], [0, -1]]
    XCTAssertLessThan((unitRows([[3, 4], [0, 0], [0, -2]]) - expected).norm, 1e-12)
  }

  func testLookUp() {
    XCTAssertEqual(
      lookUp([2, 0, 2], in: [[1, 2], [3, 4], [5, 6]]), [[5, 6], [1, 2], [5, 6]])
  }

  func testPairsAreDrawnAsOftenAsTheyWereCounted() {
    let counts: Matrix = [[0, 30, 10], [30, 0, 0], [10, 0, 20]]
    let drawer = PairDrawer(counts: counts, noisePower: 0.5)
    var generator = SeededGenerator(seed: 1)
    let batch = drawer.batch(100_000, negatives: 1, using: &generator)
    var drawn = Matrix(rows: 3, columns: 3)
    for (centre, neighbour) in zip(batch.centres, batch.neighbours) {
      drawn[centre, neighbour] += 1
    }
    XCTAssertLessThan((drawn / 1_000 - counts).norm, 1)
    // The square roots of 40, 30 and 30.
    let sum = 40.0.squareRoot() + 2 * 30.0.squareRoot()
    let share = Double(batch.negatives[0].count { $0 == 0 }) / 100_000
    XCTAssertEqual(share, 40.0.squareRoot() / sum, accuracy: 0.01)
  }

  // MARK: Learning

  func testTheLessonIsTheReferences() {
    var settings = SkipGramSettings(size: 4)
    settings.updates = 30
    var writer = FarmWriter(seed: 5)
    let counts = contextCounts(writer.text(words: 3_000), vocabularySize: 100, window: 3)
    var lesson = SkipGramLesson(counts: counts, settings: settings, seed: 5)
    let learnt = lesson.finished().words
    XCTAssertLessThan(
      (learnt - Reference.trained(settings, words: 3_000, seed: 5)).norm, 1e-9)
    XCTAssertEqual(lesson.updates, 30)
  }

  func testGloVesLossIsTheSumOfWeightedSquares() {
    let model = GloVe(
      words: [[1, 2]], contexts: [[0.5, -0.25]], wordBias: [[0.2]], contextBias: [[0.3]])
    let error = 0.5 - log(4.0)
    XCTAssertEqual(model.loss(on: [[4]]), exp(0.75 * log(0.04)) * error * error, accuracy: 1e-12)
    XCTAssertEqual(model.loss(on: [[0]]), 0)
  }

  func testGloVeLearnsACountOfItself() {
    var lesson = GloVeLesson(counts: [[50, 10], [20, 5]], size: 2, seed: 1)
    for _ in 0..<2_000 { lesson.advance() }
    XCTAssertLessThan(lesson.model.errors(on: [[50, 10], [20, 5]]).norm, 1e-3)
  }
}
