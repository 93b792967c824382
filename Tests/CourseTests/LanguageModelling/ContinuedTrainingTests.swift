import Foundation
import XCTest

@testable import Course
@testable import Tasks

/// `course train --continue`: a new training with a model's weights and vocabulary.
final class ContinuedTrainingTests: ModelTestCase {
  private var other: String { folder + "/other.txt" }
  private var tuned: String { folder + "/tuned.safetensors" }

  override func setUpWithError() throws {
    try super.setUpWithError()
    try write(String(Self.sentences(count: 4000).reversed()), to: other)
    XCTAssertEqual(train().status, 0)
  }

  private func continued(_ arguments: [String] = []) -> Outcome {
    run(
      ["train", other, "--continue", model, "--model", tuned, "--length", "80", "--epochs", "1"]
        + arguments)
  }

  func testItBeginsWithTheWeightsAndKeepsTheVocabulary() throws {
    let before = try Checkpoint(contentsOf: model)
    let outcome = continued(["--learning-rate", "1e-12"])
    XCTAssertEqual(outcome.status, 0, outcome.errors)
    XCTAssertTrue(
      outcome.output.replacing("\n", with: " ").contains("begins with the weights of"),
      outcome.output)
    let after = try Checkpoint(contentsOf: tuned)
    XCTAssertEqual(after.vocabulary, before.vocabulary)
    XCTAssertEqual(after.configuration.hidden, 8)
    XCTAssertEqual(after.progress.epoch, 1)
    for (old, new) in zip(before.best, after.best) {
      for (one, two) in zip(old.values, new.values) { XCTAssertEqual(one, two, accuracy: 1e-9) }
    }
    XCTAssertEqual(try Checkpoint(contentsOf: model), before, "the model itself stays")
  }

  func testItLearnsTheOtherText() throws {
    func loss(_ path: String) throws -> Double {
      let outcome = run(["evaluate", other, "--model", path, "--json"])
      return try JSONDecoder().decode(Evaluation.self, from: Data(outcome.output.utf8)).loss
    }
    let trained = run(
      ["train", other, "--continue", model, "--model", tuned, "--length", "80", "--epochs", "8"])
    XCTAssertEqual(trained.status, 0, trained.errors)
    XCTAssertLessThan(try loss(tuned), try loss(model) - 0.05)
  }

  func testItIsResumedAsAnyTraining() throws {
    try write(try String(contentsOfFile: other, encoding: .utf8) + "☂☂\n", to: other)
    let flags = ["--skip-unknown", "--epochs", "2"]
    func session() throws -> TrainingSession {
      try TrainingSession(
        ParsedArguments(
          [other, "--continue", model, "--model", tuned, "--length", "80"] + flags, for: .train))
    }
    let (run, notes) = try session().begin()
    XCTAssertTrue(notes.contains { $0.hasPrefix("2 characters of the text that") }, "\(notes)")
    while !run.isFinished { _ = try run.advance() }
    let whole = run.checkpoint
    let (again, _) = try session().begin()
    for _ in 0..<3 { _ = try again.advance() }
    try again.checkpoint.write(to: tuned)
    let resumed = self.run(["train", "--resume", "--model", tuned])
    XCTAssertEqual(resumed.status, 0, resumed.errors)
    XCTAssertEqual(try Checkpoint(contentsOf: tuned).best, whole.best)
  }

  func testWhatItCannotDoIsRefused() throws {
    expectRefusal(
      continued(["--hidden", "16"]),
      "\(model) was made with --hidden 8, not 16. Leave --hidden out to go on from it")
    expectRefusal(continued(["--vocabulary", "9"]), "was made with no --vocabulary, not 9")
    expectRefusal(continued(["--unit", "word"]), "was made with --unit character, not word")
    expectRefusal(continued(["--resume"]), "--continue begins another; leave one out")
    expectRefusal(continued(["--mine"]), "--continue does not go with --mine")
    expectRefusal(
      run(["train", other, "--skip-unknown", "--model", tuned]),
      "--skip-unknown goes with --continue")
    expectRefusal(
      run(["train", other, "--continue", folder + "/none", "--model", tuned]), "there is no model")
    try write(Self.sentences(count: 4000) + "☂", to: other)
    expectRefusal(continued(), "Pass over all that it lacks with --skip-unknown")
    XCTAssertFalse(FileManager.default.fileExists(atPath: tuned))
  }

  func testInItsOwnPlaceTheOldModelIsKept() throws {
    let before = try Checkpoint(contentsOf: model)
    let same = ["train", other, "--continue", model, "--model", model, "--length", "80"]
    expectRefusal(run(same + ["--epochs", "1"]), "Start over with --replace")
    let outcome = run(same + ["--epochs", "1", "--replace"])
    XCTAssertEqual(outcome.status, 0, outcome.errors)
    XCTAssertEqual(try Checkpoint(contentsOf: folder + "/model.1.safetensors"), before)
  }
}
