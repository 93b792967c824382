import Foundation
import Layers
import LinearAlgebra
import XCTest

@testable import Course
@testable import Tasks

final class ClassifierTrainingTests: ClassifierTestCase {
  /// With an embedding so large that most of its rows rest.
  func testResumingEndsWithTheSameBits() throws {
    let words = (0..<1100).map { "w\($0) w\($0)" }.joined(separator: " ")
    try write(Self.reviews(count: 119, seed: 1) + "good\t\(words)\n", to: reviews)
    let flags = [
      "--hidden", "8", "--embedding", "64", "--batch", "4", "--epochs", "4", "--length", "3000",
      "--validation", "0",
    ]
    for cell in ["lstm", "bag"] {
      let all = [reviews, "--cell", cell] + flags
      let whole = try finished(request(all + ["--threads", "1"]).begin().run)
      XCTAssertGreaterThan(whole.vocabulary.count, 1100)
      var stops = 0
      for seed in 1...4 as ClosedRange<UInt64> {
        let (end, count) = try stopped(all, seed: seed, request)
        XCTAssertEqual(end, whole, "\(cell), seed \(seed)")
        stops += count
      }
      XCTAssertGreaterThan(stops, 4)
    }
  }

  func testThreadsChangeNothing() throws {
    let files = try [1, 2, 3].map { threads in
      let outcome = classify(["--threads", "\(threads)", "--replace", "--directions", "both"])
      XCTAssertEqual(outcome.status, 0, outcome.errors)
      return try Data(contentsOf: URL(fileURLWithPath: model))
    }
    XCTAssertEqual(files[0], files[1])
    XCTAssertEqual(files[0], files[2])
  }

  func testAFileReadBackIsTheSame() throws {
    let run = try request([reviews] + Self.tiny).begin().run
    for _ in 0..<30 { _ = try run.advance() }
    let file = run.checkpoint
    try file.write(to: model)
    XCTAssertEqual(try Classifier(contentsOf: model), file)
  }

  func testEveryKindLearnsWhatTheWordsSay() throws {
    for kind in [
      ["--cell", "lstm"], ["--cell", "gru", "--pooling", "last"],
      ["--cell", "rnn", "--pooling", "mean"],
      ["--cell", "average"], ["--cell", "bag", "--learning-rate", "0.2"],
      ["--directions", "both", "--layers", "2"], ["--unit", "character", "--hidden", "32"],
    ] {
      let learning = kind.contains("--learning-rate") ? [] : ["--learning-rate", "0.02"]
      let hidden = kind.contains("--hidden") ? [] : ["--hidden", "16"]
      let outcome = classify(
        kind + learning + hidden + ["--epochs", "20", "--batch", "4", "--replace"], tiny: false)
      XCTAssertEqual(outcome.status, 0, outcome.errors)
      let judged = run(["evaluate", tests, "--model", model, "--json"])
      let report = try JSONDecoder().decode(
        ClassificationReport.self, from: Data(judged.output.utf8))
      XCTAssertGreaterThan(report.accuracy, 0.9, "\(kind)")
    }
  }

  /// Labels without reason: the validation loss soon rises.
  func testItStopsEarlyAndKeepsTheBest() throws {
    var generator = SeededGenerator(seed: 3)
    let rows = Self.reviews(count: 120, seed: 1).split(separator: "\n").map {
      "\(generator.integer(below: 2))\t\($0.split(separator: "\t")[1])\n"
    }
    try write(rows.joined(), to: reviews)
    let flags = ["--hidden", "8", "--batch", "4", "--learning-rate", "0.02", "--dropout", "0"]
    let outcome = classify(flags + ["--patience", "2", "--epochs", "50"], tiny: false)
    XCTAssertTrue(outcome.output.contains("It ends early"), outcome.output)
    let file = try Classifier(contentsOf: model)
    let (best, epoch) = (try XCTUnwrap(file.progress.bestEpoch), file.progress.epoch)
    XCTAssertEqual(epoch, best + 2)
    XCTAssertNotEqual(file.best, file.current)
    // The best weights are those of a training that ended there.
    let short = classify(flags + ["--epochs", "\(best)", "--replace"], tiny: false)
    XCTAssertEqual(short.status, 0, short.errors)
    XCTAssertEqual(try Classifier(contentsOf: model).current, file.best)
  }

  func testAStalledTrainingGoesOnWithMorePatience() throws {
    let run = try request([reviews, "--patience", "1"] + Self.tiny).begin().run
    run.progress.bestLoss = 0
    run.progress.bestEpoch = 1
    run.progress.epoch = 2
    try run.checkpoint.write(to: model)
    let outcome = self.run(["train", "--task", "classify", "--resume", "--model", model])
    XCTAssertTrue(
      said(outcome).hasSuffix(
        "has not become better for 1 epoch. For more: swift run course train --task classify --resume "
          + "--model \(model) --patience 2"), outcome.output)
    let more = self.run(
      ["train", "--resume", "--task", "classify", "--model", model, "--patience", "2"])
    XCTAssertEqual(more.status, 0, more.errors)
    XCTAssertEqual(try Classifier(contentsOf: model).progress.epoch, 3)
  }

  func testWithoutValidationTheLastWeightsAreKept() throws {
    XCTAssertEqual(classify(["--validation", "0"]).status, 0)
    let file = try Classifier(contentsOf: model)
    XCTAssertEqual(file.best, file.current)
    XCTAssertEqual(file.progress.epoch, 3)
  }

  func testItGoesOnFromAModel() throws {
    XCTAssertEqual(classify().status, 0)
    let before = try Classifier(contentsOf: model)
    let tuned = folder + "/tuned"
    let outcome = run([
      "train", "--task=classify", tests, "--continue", model, "--model", tuned, "--epochs", "1",
      "--learning-rate", "1e-12",
    ])
    XCTAssertEqual(outcome.status, 0, outcome.errors)
    XCTAssertTrue(said(outcome).contains("It begins with the weights of"), outcome.output)
    let after = try Classifier(contentsOf: tuned)
    XCTAssertEqual(after.vocabulary, before.vocabulary)
    XCTAssertEqual(after.configuration.hidden, 8)
    for (old, new) in zip(before.best, after.current) {
      for (one, two) in zip(old.values, new.values) { XCTAssertEqual(one, two, accuracy: 1e-9) }
    }
    try write("ugly\tthe film\n", to: tests)
    let again = ["train", tests, "--task", "classify", "--continue", model, "--validation", "0"]
    expectRefusal(
      run(again + ["--model", tuned + "2"]),
      "line 1: the label ugly is not one that the model knows: bad, good")
  }

  func testSizesFitTheTexts() {
    func fitted(_ count: Int) -> [Int] {
      let fitted = SettingFlags<ClassifierConfiguration>().fitted(to: count)
      return [fitted.hidden, fitted.embedding, fitted.batch]
    }
    XCTAssertEqual(fitted(60), [32, 32, 4])
    XCTAssertEqual(fitted(5_000), [64, 64, 32])
    XCTAssertEqual(fitted(100_000), [128, 128, 64])
  }
}
