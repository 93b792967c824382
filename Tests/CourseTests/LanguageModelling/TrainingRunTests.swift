import Foundation
import Layers
import LinearAlgebra
import XCTest

@testable import Authoring
@testable import Tasks

final class TrainingRunTests: ModelTestCase {
  private func finished(_ request: TrainingSession) throws -> Checkpoint {
    let run = try request.begin().run
    while !run.isFinished { _ = try run.advance() }
    return run.checkpoint
  }

  /// Stopped and resumed from its file at drawn steps, ten times over, with another number of
  /// threads each time: the last weights are those of a training that ran through.
  func testResumingAtAnyStepEndsWithTheSameBits() throws {
    let whole = try finished(request())
    var stops = 0
    for seed in 1...10 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      var run = try request().begin().run
      while !run.isFinished {
        _ = try run.advance()
        if generator.integer(below: 4) > 0 || run.isFinished { continue }
        try run.checkpoint.write(to: model)
        var again = request(threads: 1 + generator.integer(below: 3))
        again.resumes = true
        run = try again.begin().run
        stops += 1
      }
      XCTAssertEqual(run.checkpoint, whole, "seed \(seed)")
      try? FileManager.default.removeItem(atPath: model)
    }
    XCTAssertGreaterThan(stops, 10)
  }

  /// The same with an embedding so large that its rows catch up when they are next read.
  func testALargeVocabularyIsResumedToTheSameBits() throws {
    var generator = SeededGenerator(seed: 3)
    let words = (0..<6000).map { _ in "w\(generator.integer(below: 1100)) " }
    try write(words.joined(), to: text)
    var session = request(epochs: 1)
    (session.flags.unit, session.flags.embedding, session.flags.length) = (.word, 64, 20)
    let whole = try finished(session)
    XCTAssertGreaterThan(whole.vocabulary.count * 64, 1 << 16)
    var run = try session.begin().run
    while !run.isFinished {
      _ = try run.advance()
      if !run.isSettled || run.isFinished { continue }
      try run.checkpoint.write(to: model)
      var again = session
      again.resumes = true
      run = try again.begin().run
    }
    XCTAssertEqual(run.checkpoint, whole)
  }

  func testACheckpointReadBackIsTheSame() throws {
    let run = try request().begin().run
    for _ in 0..<9 { _ = try run.advance() }
    try run.checkpoint.write(to: model)
    XCTAssertEqual(try Checkpoint(contentsOf: model), run.checkpoint)
  }

  func testTheLossFallsBelowTheBigramsAndTheBestWeightsAreKept() throws {
    var request = request(epochs: 30)
    request.flags.learningRate = 0.02
    let run = try request.begin().run
    let bigram = try XCTUnwrap(run.bigramLoss)
    var losses: [Double] = []
    while !run.isFinished {
      guard let report = try run.advance().report else { continue }
      losses.append(try XCTUnwrap(report.validation).loss)
    }
    let best = try XCTUnwrap(run.progress.bestLoss)
    XCTAssertEqual(best, losses.min())
    XCTAssertLessThan(best, bigram)
    let measured = Evaluation(
      of: try run.checkpoint.model(), on: run.text.validation, vocabulary: run.text.vocabulary,
      threads: 1)
    XCTAssertEqual(measured.loss, best)
  }

  func testWithoutValidationTheLastWeightsAreKept() throws {
    var request = request(epochs: 2)
    request.flags.validation = 0
    let checkpoint = try finished(request)
    XCTAssertEqual(checkpoint.best, checkpoint.current)
    XCTAssertNil(checkpoint.progress.bestLoss)
  }

  func testWordsAreTrainedOnToo() throws {
    var request = request()
    request.flags.unit = .word
    request.flags.length = 20
    let checkpoint = try finished(request)
    XCTAssertEqual(checkpoint.vocabulary.unknown, 0)
    var writer = try checkpoint.writer(prompt: "", sampling: Sampling(temperature: 2), seed: 1)
    let written = (0..<200).map { _ in writer.next() }
    XCTAssertFalse(written.contains("\u{FFFD}"))
    XCTAssertTrue(Set(written).isSubset(of: Set(checkpoint.vocabulary.symbols)))
  }

  func testTheLearningRateFallsInAStraightLine() {
    let configuration = TrainingConfiguration()
    let rates = [0, 50, 100].map { configuration.learningRate(step: $0, of: 100) }
    XCTAssertEqual(rates[1], rates[0] / 2, accuracy: 1e-12)
    XCTAssertEqual(rates[2], rates[0] / 100, accuracy: 1e-12)
  }

  func testMoreEpochsForShorterTexts() {
    func epochs(_ count: Int) -> Int {
      TrainingSession.fitted(ConfigurationFlags(), toSymbols: count).0.epochs
    }
    XCTAssertEqual(epochs(100_000_000), 1)
    XCTAssertGreaterThan(epochs(100_000), 10)
    XCTAssertEqual(epochs(10), 100)
  }

  func testATrainingThatDoesNotFitIntoTheMemoryIsRefused() {
    var configuration = TrainingConfiguration()
    XCTAssertNoThrow(
      try TrainingSession.checkMemory(
        configuration, vocabularySize: 100, available: 1_000_000_000))
    configuration.hidden = 4096
    configuration.batch = 512
    XCTAssertThrowsError(
      try TrainingSession.checkMemory(
        configuration, vocabularySize: 100, available: 8_000_000_000)
    ) { error in
      XCTAssertTrue("\(error)".hasPrefix("this training needs about 1"), "\(error)")
      XCTAssertTrue("\(error)".contains("the machine has 8.0 GB"), "\(error)")
    }
  }

  func testTheDefaultCorpusIsPartIInOrder() throws {
    let names = try TrainingSession.chapterFiles().map {
      URL(fileURLWithPath: $0).lastPathComponent
    }
    XCTAssertEqual(names, names.sorted())
    XCTAssertTrue(names.contains("01-sequences-as-matrices.md"))
    XCTAssertTrue(names.allSatisfy { $0.hasPrefix("0") && $0.hasSuffix(".md") }, "\(names)")
  }

  /// What a model learns to write from it: no hint's summary, no fence and no formula.
  func testTheDefaultCorpusIsProse() throws {
    let text = try TrainingSession.readCorpus([]).text
    XCTAssertGreaterThan(text.count, 100_000)
    for foreign in ["<", "|", "`", "$", "\\", "#", "](", "{", "Hint 3 of", "\n\n"] {
      XCTAssertFalse(text.contains(foreign), foreign)
    }
  }
}

final class EvaluationTests: ModelTestCase {
  /// Every symbol but the first is predicted once, however the text is cut: against one symbol at
  /// a time where the text is one stretch.
  func testTheLossIsThatOfOneSymbolAtATime() throws {
    let run = try request().begin().run
    for count in [2, 3, 129, 130, 300] {
      let symbols = Array(run.text.trainingSymbols.prefix(count))
      let evaluation = Evaluation(
        of: run.model, on: symbols, vocabulary: run.text.vocabulary, threads: 1)
      let predictor = try Predictor(model: run.model)
      var total = 0.0
      for (symbol, next) in zip(symbols, symbols.dropFirst()) {
        let logits = predictor.logits(after: symbol).map(Double.init)
        total += Foundation.log(logits.reduce(0) { $0 + Foundation.exp($1) }) - logits[next]
      }
      XCTAssertEqual(evaluation.symbols, count - 1)
      XCTAssertEqual(evaluation.loss, total / Double(count - 1), accuracy: 1e-5)
    }
  }

  func testStretchesLeaveOutNothing() throws {
    let run = try request().begin().run
    let symbols = run.text.trainingSymbols  // 2,700: two stretches and one symbol over
    let evaluation = Evaluation(
      of: run.model, on: symbols, vocabulary: run.text.vocabulary, threads: 2)
    XCTAssertEqual(evaluation.symbols, 2699)
    XCTAssertEqual(evaluation.perplexity, Foundation.exp(evaluation.loss))
    XCTAssertEqual(
      evaluation.bitsPerCharacter, evaluation.loss / Foundation.log(2), accuracy: 1e-12)
  }
}

final class SamplingTests: XCTestCase {
  private let logits: [Float] = [0, 2, 1, 2]

  private func draws(_ sampling: Sampling, excluding: Int? = nil) -> [Int] {
    var generator = SeededGenerator(seed: 8)
    return (0..<4000).map { _ in
      sampling.draw(logits, excluding: excluding, using: &generator)
    }
  }

  func testTemperatureZeroTakesTheLikeliestAndTheFirstOfEquals() {
    XCTAssertEqual(Set(draws(Sampling(temperature: 0))), [1])
    XCTAssertEqual(Set(draws(Sampling(temperature: 0), excluding: 1)), [3])
  }

  func testTopKDrawsOnlyFromTheLikeliest() {
    XCTAssertEqual(Set(draws(Sampling(temperature: 1, topK: 1))), [1])
    XCTAssertEqual(Set(draws(Sampling(temperature: 1, topK: 3))), [1, 2, 3])
    XCTAssertEqual(Set(draws(Sampling(temperature: 1, topK: 99))), [0, 1, 2, 3])
  }

  func testFrequenciesFollowTheSoftmax() {
    for temperature in [0.5, 1, 3] {
      let weights = logits.map { Foundation.exp(Double($0) / temperature) }
      let total = weights.reduce(0, +)
      let drawn = draws(Sampling(temperature: temperature))
      for index in logits.indices {
        let share = Double(drawn.filter { $0 == index }.count) / Double(drawn.count)
        // Four standard deviations of 4,000 draws.
        let p = weights[index] / total
        XCTAssertEqual(share, p, accuracy: 4 * (p * (1 - p) / 4000).squareRoot())
      }
    }
  }
}
