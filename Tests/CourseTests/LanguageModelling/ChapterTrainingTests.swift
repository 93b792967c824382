import Backpropagation
import Foundation
import LanguageModel
import LinearAlgebra
import Text
import XCTest

@testable import Course
@testable import Tasks

/// `course dev train`: what `course train --mine` runs, here with the solutions.
final class ChapterTrainingTests: ModelTestCase {
  private static let settings = [
    "--hidden", "8", "--batch", "5", "--length", "80", "--epochs", "3",
  ]

  private func trainByChapters(_ arguments: [String] = []) -> Outcome {
    run(["dev", "train", text, "--model", model] + Self.settings + arguments)
  }

  func testTrainsShowsAndWritesAParagraph() throws {
    let trained = trainByChapters()
    XCTAssertEqual(trained.status, 0, trained.errors)
    XCTAssertTrue(trained.output.contains("\n  3 of 3 "), trained.output)
    XCTAssertTrue(trained.output.contains("Model:   one-hot "), trained.output)
    for line in trained.output.split(separator: "\n") where !line.contains(model) {
      XCTAssertLessThanOrEqual(line.count, 80, "\(line)")
    }
    let paragraph = trained.output.components(separatedBy: "A paragraph by it:\n\n").last ?? ""
    XCTAssertGreaterThan(paragraph.count, 100, trained.output)
    XCTAssertEqual(
      trainByChapters().output.components(separatedBy: "by it:").last?.count,
      trained.output.components(separatedBy: "by it:").last?.count, "the same seed, the same text")
  }

  func testTheSavedModelPredictsAsTheChaptersModelDoes() throws {
    let training = try finishedTraining()
    try training.checkpoint.write(to: model)
    let checkpoint = try Checkpoint(contentsOf: model)
    let evaluation = Evaluation(
      of: try checkpoint.model(), on: training.text.validationSymbols,
      vocabulary: checkpoint.vocabulary, threads: 1)
    let best = try XCTUnwrap(training.progress.bestLoss)
    XCTAssertEqual(evaluation.loss, best, accuracy: 1e-5)
    XCTAssertEqual(run(["generate", "--model", model, "--length", "40"]).status, 0)
  }

  func testTheLossFalls() throws {
    let training = try newTraining(epochs: 8)
    var losses: [Double] = []
    while !training.isFinished {
      if let report = try training.advance().report { losses.append(report.trainingLoss) }
    }
    XCTAssertEqual(losses.count, 8)
    XCTAssertEqual(training.progress.step, 8 * training.windows)
    XCTAssertEqual(training.progress.epoch, 8)
    XCTAssertLessThan(try XCTUnwrap(losses.last), try XCTUnwrap(losses.first) - 0.3)
  }

  func testAModelOfTheChaptersIsNotResumed() throws {
    XCTAssertEqual(trainByChapters().status, 0)
    expectRefusal(train(["--resume"], small: false), "which cannot be resumed")
  }

  func testAModelThatIsThereIsKept() throws {
    _ = trainByChapters()
    let first = try Data(contentsOf: URL(fileURLWithPath: model))
    XCTAssertTrue(trainByChapters(["--seed", "2"]).output.contains("is kept: "))
    XCTAssertEqual(
      try Data(contentsOf: URL(fileURLWithPath: folder + "/model.1.safetensors")), first)
  }

  func testFlagsWithoutAnAnswerAreRefused() {
    for flag in [["--embedding", "4"], ["--resume"], ["--threads", "2"], ["--layers", "2"]] {
      expectRefusal(run(["train", "--mine"] + flag), "\(flag[0]) does not go with --mine")
    }
  }

  func testATextThatIsTooShortIsRefused() throws {
    try write("too short", to: text)
    expectRefusal(trainByChapters(), "needs at least")
  }

  func testAnRNNTrainsToo() {
    XCTAssertTrue(trainByChapters(["--cell", "rnn"]).output.contains("→ RNN 8 →"))
  }

  func testNothingIsUnwrittenInTheSolutions() {
    XCTAssertNil(firstUnwrittenForTraining(.lstm))
    XCTAssertNil(firstUnwrittenForTraining(.rnn))
  }

  func testAnUnwrittenExerciseIsNamedWithTheNextCommand() throws {
    let capture = Capture()
    let status = try tellUnwritten(
      ExerciseNumber(chapter: 8, index: 3), capture.terminal())
    XCTAssertEqual(status, .failed)
    XCTAssertTrue(capture.output.contains("Exercise 8.3 is not written yet"), capture.output)
    XCTAssertTrue(capture.output.contains("swift run course check 8.3"), capture.output)
  }

  func testAParagraphEndsWithASentence() {
    XCTAssertEqual(wholeSentences("one. two. thr"), "one. two.")
    XCTAssertEqual(wholeSentences("one. and then nothing more"), "one. and then nothing more")
    XCTAssertEqual(wholeSentences("no end"), "no end")
  }

  // MARK: Helpers

  private func newTraining(epochs: Int) throws -> ChapterTraining<LSTMModel> {
    var configuration = TrainingConfiguration()
    (configuration.hidden, configuration.batch, configuration.length) = (8, 5, 80)
    configuration.epochs = epochs
    let corpus = try Corpus(files: [text])
    let identity = CorpusIdentity(files: [text], corpus: corpus)
    let text = try ChapterTrainingText(corpus.text, configuration)
    var generator = SeededGenerator(seed: 1)
    let model = LSTMModel(
      vocabularySize: text.vocabulary.count, hiddenSize: configuration.hidden, using: &generator)
    return ChapterTraining(configuration, text: text, corpus: identity, model: model)
  }

  private func finishedTraining() throws -> ChapterTraining<LSTMModel> {
    let training = try newTraining(epochs: 2)
    while !training.isFinished { _ = try training.advance() }
    return training
  }
}
