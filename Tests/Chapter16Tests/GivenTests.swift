import Backpropagation
import CourseTesting
import GradientChecking
import LSTMGates
import LinearAlgebra
import Optimizers
import UnequalLengths
import XCTest

@testable import Translation

/// What the chapter gives beside its exercises.
final class Chapter16GivenTests: XCTestCase {
  func testNumbersInEnglish() {
    let facts = [
      0: "zero", 13: "thirteen", 20: "twenty", 47: "forty-seven", 100: "one hundred",
      105: "one hundred and five", 247: "two hundred and forty-seven", 1_000: "one thousand",
      1_005: "one thousand and five", 1_205: "one thousand two hundred and five",
      40_100: "forty thousand one hundred",
      999_999: "nine hundred and ninety-nine thousand nine hundred and ninety-nine",
    ]
    for (number, words) in facts { XCTAssertEqual(NumberWords.english(number), words) }
    XCTAssertNil(NumberWords.rangeProblem(999_999))
    XCTAssertEqual(
      NumberWords.rangeProblem(-1), "-1 has no words here: numbers go from 0 up to 999999")
  }

  func testLettersComeBack() {
    let text = "dreißig, 1st of may"
    XCTAssertNil(Letters.symbols(of: text))
    for text in ["dreißig-fünf zwölf", "2026-12-01", ""] {
      let symbols = Letters.symbols(of: text)
      XCTAssertEqual(symbols.map { Letters.text(of: $0) }, text)
      XCTAssertFalse(symbols?.contains { $0 <= Letters.end } ?? true)
    }
    XCTAssertEqual(SentencePair("ab", "c"), SentencePair(source: [15, 16], target: [17]))
  }

  /// Texts of pairs that a task draws.
  private func texts(
    _ task: TranslationTask, _ count: Int, digits: ClosedRange<Int> = 1...4, isTest: Bool = false
  ) -> [(source: String, target: String)] {
    var generator = SeededGenerator(seed: 1)
    return task.drawn(count, digits: digits, isTest: isTest, using: &generator).map {
      (Letters.text(of: $0.source), Letters.text(of: $0.target))
    }
  }

  func testNumbersMeanTheSameOnBothSides() {
    let facts = (0..<10_000).reduce(into: [String: String]()) {
      $0[NumberWords.english($1)] = NumberWords.german($1)
    }
    for (source, target) in texts(.toGerman, 500) { XCTAssertEqual(facts[source], target) }
    for (source, target) in texts(.toEnglish, 500) { XCTAssertEqual(facts[target], source) }
    for (source, target) in texts(.digits, 100, digits: 3...3) {
      XCTAssertEqual(
        source.split(separator: " ").map { facts[String($0)] },
        target.split(separator: " ").map { String($0) })
      XCTAssertEqual(source.split(separator: " ").count, 3)
    }
    let long = texts(.toGerman, 50, digits: 3...3).map(\.source)
    XCTAssertTrue(long.allSatisfy { $0.contains("hundred") }, "\(long)")
  }

  func testWhatIsTestedIsNotLearntFrom() {
    for task in [TranslationTask.toGerman, .dates, .digits] {
      let learnt = Set(texts(task, 3_000, digits: 3...4).map(\.target))
      let tested = Set(texts(task, 300, digits: 3...4, isTest: true).map(\.target))
      XCTAssertTrue(learnt.isDisjoint(with: tested), "\(task)")
    }
    let sums = texts(.questions, 3_000).map(\.source).filter { $0.contains("plus") }
    let others = texts(.questions, 300, isTest: true).map(\.source).filter { $0.contains("plus") }
    XCTAssertTrue(Set(sums).isDisjoint(with: others))
    XCTAssertFalse(others.isEmpty)
  }

  func testDatesAndQuestionsAreTrue() {
    var generator = SeededGenerator(seed: 2)
    var date = CalendarDate(using: &generator)
    (date.year, date.month, date.day) = (2026, 12, 1)
    XCTAssertEqual(date.standard, "2026-12-01")
    XCTAssertEqual(
      (0..<CalendarDate.forms).map { date.text(in: $0) },
      ["1 december 2026", "december 1 2026", "the 1st of december 2026", "1 dec 2026"])
    date.day = 12
    XCTAssertEqual(date.text(in: 2), "the 12th of december 2026")
    date.day = 23
    XCTAssertEqual(date.text(in: 2), "the 23rd of december 2026")
    let answers = Dictionary(
      texts(.questions, 3_000).map { ($0.source, $0.target) }, uniquingKeysWith: { $1 })
    XCTAssertEqual(answers["which day comes after friday"], "saturday")
    XCTAssertEqual(answers["which day comes before monday"], "sunday")
    for (question, answer) in answers where question.contains("plus") {
      let words = question.dropFirst("what is ".count).components(separatedBy: " plus ")
      let numbers = words.compactMap { word in (0...40).first { NumberWords.english($0) == word } }
      XCTAssertEqual(NumberWords.english(numbers.reduce(0, +)), answer, question)
    }
  }

  func testLogProbabilities() {
    let logs = logProbabilities([[1, 3, 1_000]])
    XCTAssertEqual(logs[0, 2], 0, accuracy: 1e-12)
    XCTAssertEqual(logs[0, 0], -999, accuracy: 1e-9)
    XCTAssertEqual(largest([[1, 3, 3]]), 1)
    XCTAssertEqual(runs(of: [1, 2, 1], length: 2), [[1, 2], [2, 1]])
    XCTAssertEqual(runs(of: [1], length: 2), [])
    let ended = Hypothesis(symbols: [3, 3, 3], logProbability: -2, isFinished: true)
    XCTAssertEqual(ended.score(0), -2)
    XCTAssertEqual(ended.score(1), -0.5, accuracy: 1e-12)
    XCTAssertEqual(ended.score(0.5), -1, accuracy: 1e-12)
  }

  func testWhatDoesNotFitIsNamed() {
    let row: Matrix = [[1, 2]]
    XCTAssertNil(attentionProblem(row, keys: [[1, 2], [3, 4]], mask: [[1, 0]]))
    XCTAssertEqual(
      attentionProblem(row, keys: [[1]], mask: [[1]]),
      "queries of 1×2 and keys of 1×1: both must be equally wide")
    XCTAssertEqual(
      attentionProblem(row, keys: row, mask: [[1, 1]]), "a mask of 1×2 for 1 keys: it must be 1×1")
    XCTAssertEqual(
      attentionProblem(row, keys: row, mask: [[0]]),
      "no place counts: there is nothing to look at")
    XCTAssertEqual(
      contextProblem(row, gradient: [[1]]),
      "contexts of 1×2 with a gradient of 1×1: shapes must be equal")
    XCTAssertEqual(
      encoderProblem(records: 2, gradients: 1),
      "2 steps with 1 hidden gradients: each step needs one")
    XCTAssertEqual(
      beamProblem(width: 0, limit: 1), "a beam of width 0: it must be at least 1")
    XCTAssertEqual(
      beamProblem(width: 1, limit: 0), "a limit of 0 symbols: it must be at least 1")
    XCTAssertEqual(
      bleuProblem(2, references: 1, order: 4), "2 translations with 1 references: each needs one")
    XCTAssertEqual(
      bleuProblem(1, references: 1, order: 0), "runs of 0 words: they need one word at least")
  }

  // MARK: The translator

  private let pairs = [
    SentencePair(source: [3, 4, 5], target: [6, 3]),
    SentencePair(source: [4], target: [3, 3, 5, 4]),
    SentencePair(source: [6, 5], target: []),
  ]

  private func translator(attends: Bool, backwards: Bool = false) -> Translator {
    var generator = SeededGenerator(seed: 4)
    return Translator(
      vocabularySize: 7, hiddenSize: 2, attends: attends, readsBackwards: backwards,
      using: &generator)
  }

  /// The mean surprise, sentence by sentence and step by step.
  private func surprise(_ model: Translator) -> Double {
    var (sum, count) = (0.0, 0.0)
    for pair in pairs {
      let sentence = model.read(pair.source)
      var (symbol, state) = (Letters.start, sentence.last)
      for target in pair.target + [Letters.end] {
        let next = model.step(symbol, from: state, reading: sentence)
        sum -= Plain.logs(next.logits)[target]
        count += 1
        (symbol, state) = (target, next.state)
      }
    }
    return sum / count
  }

  func testTheGradientsOfATranslatorAreRight() throws {
    let lesson = teacherForced(
      pairs.map(\.target), start: Letters.start, end: Letters.end, padding: Letters.padding)
    for (attends, backwards) in [(true, false), (false, false), (false, true), (true, true)] {
      let model = translator(attends: attends, backwards: backwards)
      let result = model.lossAndGradients(pairs.map(\.source), lesson)
      XCTAssertEqual(result.loss, surprise(model), accuracy: 1e-12)
      let report = try checkGradients(of: model, analytic: result.gradients, loss: surprise)
      XCTAssertTrue(report.passes(within: 1e-6), "\(report)")
    }
  }

  func testWithoutForcingItReadsWhatItWrites() {
    let model = translator(attends: true)
    var (one, other) = (model, model)
    var (first, second) = (SGD(learningRate: 0.1), SGD(learningRate: 0.1))
    let forced = one.train(on: pairs, clippingAt: 10, with: &first)
    let free = other.train(on: pairs, isForced: false, clippingAt: 10, with: &second)
    XCTAssertNotEqual(forced, free)
    // What it writes itself, read by a translator that is told so.
    let own = pairs.map { [Letters.start] + model.translation(of: $0.source, limit: 4) }
    var lesson = teacherForced(pairs.map(\.target), start: 1, end: 2, padding: 0)
    lesson.inputs = padded(own, to: 5, with: 0, on: .right).symbols
    XCTAssertEqual(
      free, model.lossAndGradients(pairs.map(\.source), lesson).loss, accuracy: 1e-12)
  }

  func testAlignmentIsWhereItLooked() {
    let model = translator(attends: true)
    let weights = model.alignment(of: [3, 4, 5], writing: [3, 6])
    XCTAssertEqual(weights.shape, "3×3")
    for row in 0..<3 { XCTAssertEqual(weights.row(row).sum, 1, accuracy: 1e-12) }
    let beam = model.translation(of: [3, 4, 5], width: 1, lengthPower: 0, limit: 9)
    XCTAssertEqual(beam.symbols, model.translation(of: [3, 4, 5], limit: 9))
  }

  func testATranslatorLearnsDigits() {
    let plan = LearningPlan(
      hiddenSize: 32, attends: true, learningRate: 0.02, updates: 250, batch: 16)
    let model = Translator.learnt(.digits, by: plan, seed: 1, digits: 1...2)
    var generator = SeededGenerator(seed: 2)
    let test = TranslationTask.digits.drawn(50, digits: 1...2, using: &generator)
    XCTAssertGreaterThan(model.accuracy(on: test), 0.8)
  }
}
