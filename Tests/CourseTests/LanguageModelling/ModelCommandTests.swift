import Foundation
import Layers
import Text
import XCTest

@testable import Course
@testable import Tasks

final class ModelCommandTests: ModelTestCase {
  /// Each epoch's sample has a seed of its own, counted on from the training's.
  func testTheLargestSeedIsOne() throws {
    let trained = train(["--seed", "\(Int.max)"])
    XCTAssertEqual(trained.status, 0, trained.errors)
  }

  func testTrainGenerateAndEvaluate() throws {
    let trained = train()
    XCTAssertEqual(trained.status, 0, trained.errors)
    XCTAssertTrue(trained.output.contains("\n  3 of 3 "), trained.output)
    XCTAssertTrue(trained.output.contains("  perplexity  "))
    for line in trained.output.split(separator: "\n") where !line.contains(model) {
      XCTAssertLessThanOrEqual(line.count, 80, "\(line)")
    }
    XCTAssertTrue(trained.output.contains("To beat: "))
    XCTAssertFalse(trained.output.contains("\r"), "a pipe gets no progress line")

    let written = run(["generate", "--model", model, "--prompt", "the gate", "--length", "40"])
    XCTAssertEqual(written.status, 0, written.errors)
    XCTAssertTrue(written.output.hasPrefix("the gate"))
    XCTAssertEqual(written.output.count, 8 + 40 + 1)
    XCTAssertEqual(
      run(["generate", "--model", model, "--prompt", "the gate", "--length", "40"]).output,
      written.output)

    let evaluated = run(["evaluate", text, "--model", model, "--json"])
    XCTAssertEqual(evaluated.status, 0, evaluated.errors)
    let json = try JSONDecoder().decode(Evaluation.self, from: Data(evaluated.output.utf8))
    XCTAssertEqual(json.symbols, 2999)
    XCTAssertEqual(json.perplexity, Foundation.exp(json.loss), accuracy: 1e-12)
    XCTAssertTrue(run(["evaluate", text, "--model", model]).output.contains("bits per character"))
  }

  func testJSONHasOneObjectAnEpoch() throws {
    let lines = train(["--json"]).output.split(separator: "\n")
    XCTAssertEqual(lines.count, 3)
    for (index, line) in lines.enumerated() {
      let object = try XCTUnwrap(
        JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      XCTAssertEqual(object["epoch"] as? Int, index + 1)
      let validation = try XCTUnwrap(object["validation"] as? [String: Any])
      XCTAssertNotNil(validation["loss"] as? Double)
      XCTAssertNotNil(object["bigramLoss"] as? Double)
    }
  }

  // MARK: What is there already

  func testAFinishedModelOfTheSameConfigurationIsKeptAndReplaced() throws {
    _ = train()
    let first = try Data(contentsOf: URL(fileURLWithPath: model))
    let second = train()
    XCTAssertEqual(second.status, 0, second.errors)
    XCTAssertTrue(second.output.contains("is kept: \(folder)/model.1.safetensors"))
    XCTAssertEqual(
      try Data(contentsOf: URL(fileURLWithPath: folder + "/model.1.safetensors")), first)
    XCTAssertEqual(try Data(contentsOf: URL(fileURLWithPath: model)), first)
  }

  func testAModelOfAnotherConfigurationIsNotReplacedUnasked() throws {
    _ = train()
    let before = try Data(contentsOf: URL(fileURLWithPath: model))
    expectRefusal(train(["--seed", "2"]), "--seed 1, not 2")
    expectRefusal(train(["--unit", "word"]), "--unit character, not word")
    XCTAssertEqual(try Data(contentsOf: URL(fileURLWithPath: model)), before)
    XCTAssertEqual(train(["--seed", "2", "--replace"]).status, 0)
    XCTAssertEqual(
      try Data(contentsOf: URL(fileURLWithPath: folder + "/model.1.safetensors")), before)
  }

  func testAFileThatIsNoModelIsNotReplacedUnasked() throws {
    try write("my only copy", to: model)
    expectRefusal(train(), "is not a model that can be read. Start over with --replace")
    XCTAssertEqual(try String(contentsOfFile: model, encoding: .utf8), "my only copy")
  }

  func testAStoppedTrainingIsNotReplacedUnasked() throws {
    let run = try request().begin().run
    for _ in 0..<8 { _ = try run.advance() }
    try run.checkpoint.write(to: model)
    expectRefusal(train(), "a training that stopped in epoch 2 of 3. Go on with --resume")
  }

  /// Two trainings that save into one file: the second to save finds the first one's model, leaves it
  /// and saves beside it.
  func testAModelThatAnotherTrainingWroteMeanwhileIsLeft() throws {
    let run = try request().begin().run
    var saved = SavedModel(path: model)
    try saved.write(run.checkpoint)
    try saved.write(run.checkpoint)
    XCTAssertEqual(train(["--seed", "2", "--replace"]).status, 0)
    let others = try Data(contentsOf: URL(fileURLWithPath: model))
    for _ in 0..<8 { _ = try run.advance() }
    XCTAssertThrowsError(try saved.write(run.checkpoint)) { error in
      let said = "\(error)"
      XCTAssertTrue(said.hasPrefix("another program has written \(self.model) meanwhile"), said)
      XCTAssertTrue(said.hasSuffix("--resume --model \(self.folder)/model.2.safetensors"), said)
    }
    XCTAssertEqual(try Data(contentsOf: URL(fileURLWithPath: model)), others)
    XCTAssertEqual(try Checkpoint(contentsOf: folder + "/model.2.safetensors").progress.step, 8)
  }

  func testAModelDoesNotTakeThePlaceOfItsText() throws {
    let link = folder + "/link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: text)
    for path in [text, link] {
      expectRefusal(
        run(["train", text, "--model", path, "--replace"] + Self.small),
        "the model would take the place of \(text), from which it learns")
    }
    XCTAssertEqual(try String(contentsOfFile: text, encoding: .utf8), Self.sentences(count: 3000))
  }

  func testEmptyNamesAndValuesAreNamed() throws {
    _ = train()
    expectRefusal(run(["generate", "--model", ""]), "--model is empty; give it a value")
    expectRefusal(run(["train", text, "--hidden="]), "--hidden is empty; give it a value")
    expectRefusal(run(["train", "", "--model", model]), "a word is empty")
    XCTAssertEqual(run(["generate", "--model", model, "--prompt", "", "--length", "3"]).status, 0)
  }

  func testAPipeIsNoModel() throws {
    let pipe = folder + "/pipe"
    XCTAssertEqual(mkfifo(pipe, 0o600), 0)
    for path in [pipe, "/dev/null"] {
      expectRefusal(run(["generate", "--model", path]), "is a pipe or a device, not a model")
    }
  }

  /// Finite weights, and a loss that is none.
  func testALossThatIsNoNumberIsNoResult() throws {
    _ = train()
    let checkpoint = try Checkpoint(contentsOf: model)
    var huge = checkpoint
    huge.best = try checkpoint.best.map {
      try Tensor(name: $0.name, shape: $0.shape, values: $0.values.map { _ in 3e38 })
    }
    try huge.write(to: model)
    for flags in [[], ["--json"]] {
      let outcome = run(["evaluate", text, "--model", model] + flags)
      expectRefusal(outcome, "the loss is not a number")
      XCTAssertEqual(outcome.output, "")
    }
  }

  // MARK: Resuming

  func testResumeGoesOnAndMayRaiseTheEpochs() throws {
    let run = try request().begin().run
    for _ in 0..<8 { _ = try run.advance() }
    try run.checkpoint.write(to: model)
    let resumed = self.run(["train", "--resume", "--model", model])
    XCTAssertEqual(resumed.status, 0, resumed.errors)
    XCTAssertTrue(resumed.output.contains("Going on after step 8 of"), resumed.output)
    XCTAssertEqual(try Checkpoint(contentsOf: model).progress.epoch, 3)
    XCTAssertEqual(self.run(["train", "--resume", "--model", model, "--epochs", "4"]).status, 0)
    XCTAssertEqual(try Checkpoint(contentsOf: model).progress.epoch, 4)
    expectRefusal(
      self.run(["train", "--resume", "--model", model, "--epochs", "2"]), "not lower it to 2")
  }

  /// The link stays, and what it leads to is the model that was trained on.
  func testResumeFollowsALink() throws {
    let run = try request().begin().run
    for _ in 0..<8 { _ = try run.advance() }
    let link = folder + "/link"
    try run.checkpoint.write(to: model)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: model)
    chmod(model, 0o600)
    XCTAssertEqual(self.run(["train", "--resume", "--model", link]).status, 0)
    XCTAssertEqual(fileType(of: URL(fileURLWithPath: link)), .typeSymbolicLink)
    XCTAssertEqual(try Checkpoint(contentsOf: model).progress.epoch, 3)
    let mode = try FileManager.default.attributesOfItem(atPath: model)[.posixPermissions]
    XCTAssertEqual(mode as? Int, 0o600)
    // A model that is replaced keeps its old content under another name, also by way of a link.
    let again = ["train", text, "--model", link, "--replace"] + Self.small.dropLast() + ["1"]
    XCTAssertEqual(self.run(again).status, 0)
    XCTAssertEqual(try Checkpoint(contentsOf: model).progress.epoch, 1)
    XCTAssertEqual(try Checkpoint(contentsOf: folder + "/link.1").progress.epoch, 3)
  }

  func testAFinishedTrainingSaysHowToGoFurther() throws {
    _ = train()
    let (status, output, _) = run(["train", "--resume", "--model", model])
    XCTAssertEqual(status, 0)
    let said = output.split { $0.isWhitespace }.joined(separator: " ")
    XCTAssertEqual(
      said,
      "\(model) has been trained for all of its 3 epochs. For more: swift run course train --resume "
        + "--model \(model) --epochs 6")
  }

  func testThePlanCountsTheUnknownOnlyWhereThereIsOne() {
    let characters = train().output
    XCTAssertFalse(characters.contains("unknown"), characters)
    let words = train(["--unit", "word", "--replace"]).output
    XCTAssertTrue(words.contains("different with the unknown one"), words)
  }

  func testWhatTheReadersCodeLearntIsFound() throws {
    let before = FileManager.default.currentDirectoryPath
    defer { _ = FileManager.default.changeCurrentDirectoryPath(before) }
    XCTAssertTrue(FileManager.default.changeCurrentDirectoryPath(folder))
    XCTAssertEqual(run(["train", text, "--model", "mine.safetensors"] + Self.small).status, 0)
    let written = run(["generate", "--length", "20"])
    XCTAssertEqual(written.status, 0, written.errors)
    XCTAssertEqual(written.errors, "With mine.safetensors, which your own code has trained.\n")
  }

  func testAPathIsQuotedInACommand() throws {
    let spaced = folder + "/my model.safetensors"
    let output = run(["train", text, "--model", spaced] + Self.small).output.replacing(
      "\n", with: " ")
    XCTAssertTrue(output.contains("course generate --model '\(spaced)'"), output)
  }

  func testATextFromAPipeMustBeSentAgain() throws {
    let run = try request().begin().run
    _ = try run.advance()
    var checkpoint = run.checkpoint
    checkpoint.corpus.files = ["-"]
    try checkpoint.write(to: model)
    expectRefusal(self.run(["train", "--resume", "--model", model]), "came through a pipe")
  }

  func testResumeRefusesAnotherTextOrConfiguration() throws {
    _ = train()
    expectRefusal(
      run(["train", "--resume", "--model", model, "--hidden", "16"]),
      "was trained with --hidden 8, not 16. Leave --hidden out")
    expectRefusal(run(["train", "--resume", "--replace"]), "leave one out")
    try write(Self.sentences(count: 2999) + "!", to: text)
    expectRefusal(run(["train", "--resume", "--model", model]), "changed since")
    expectRefusal(
      run(["train", "--resume", "--model", folder + "/none"]), "there is no model")
  }

  // MARK: Line ends

  /// A text as three systems write it, in files beside each other.
  private func texts() throws -> [String] {
    try ["\n", "\r\n", "\r"].enumerated().map { index, end in
      let path = folder + "/\(index).txt"
      try write(Self.sentences(count: 3000).replacing("\n", with: end), to: path)
      return path
    }
  }

  func testAModelOfOneSystemsLineEndsReadsThoseOfTheOthers() throws {
    let texts = try texts()
    for command in [["train"], ["dev", "train", "--cell", "rnn"]] {
      let models = try texts.enumerated().map { index, text in
        let path = folder + "/\(command.count)-\(index)"
        let small = command == ["train"] ? Self.small : ["--hidden", "8", "--epochs", "1"]
        let trained = run(command + [text, "--model", path] + small)
        XCTAssertEqual(trained.status, 0, trained.errors)
        return try Checkpoint(contentsOf: path)
      }
      for (index, model) in models.enumerated() {
        XCTAssertEqual(model.best, models[0].best, "\(command), \(texts[index])")
        XCTAssertEqual(model.vocabulary, models[0].vocabulary)
        let path = folder + "/\(command.count)-\(index)"
        let measured = texts.map { run(["evaluate", $0, "--model", path, "--json"]) }
        XCTAssertEqual(measured.map(\.output), measured.map { _ in measured[0].output })
        XCTAssertEqual(measured[0].status, 0, measured[0].errors)
        let written = run(["generate", "--model", path, "--prompt", "and then.\r\n"])
        XCTAssertEqual(written.status, 0, written.errors)
      }
    }
  }

  /// Such a file was saved by a version to which CR LF was a symbol of its own.
  func testATrainingBegunOnAnotherSystemsLineEndsIsResumed() throws {
    var request = request()
    request.files = [try texts()[1]]
    let whole = try request.begin().run
    while !whole.isFinished { _ = try whole.advance() }
    let run = try request.begin().run
    for _ in 0..<8 { _ = try run.advance() }
    var checkpoint = run.checkpoint
    checkpoint.vocabulary = Vocabulary(
      unit: .character,
      symbols: checkpoint.vocabulary.symbols.map { $0 == "\n" ? "\r\n" : $0 }, unknown: nil)
    checkpoint.opening = checkpoint.opening.replacing("\n", with: "\r\n")
    try checkpoint.write(to: model)
    XCTAssertEqual(self.run(["train", "--resume", "--model", model]).status, 0)
    XCTAssertEqual(try Checkpoint(contentsOf: model).current, whole.checkpoint.current)
  }

  // MARK: Bad input

  func testFlagsOutOfRange() {
    let cases = [
      ("--hidden", "0"), ("--hidden", "-3"), ("--hidden", "1e3"), ("--hidden", "999999999999"),
      ("--layers", "0"), ("--embedding", "0"), ("--batch", "0"), ("--length", "0"),
      ("--epochs", "0"), ("--learning-rate", "nan"), ("--learning-rate", "0"),
      ("--learning-rate", "-1"), ("--learning-rate", "inf"), ("--clip", "nan"), ("--clip", "0"),
      ("--validation", "1"), ("--validation", "nan"), ("--seed", "-1"), ("--cell", "gru"),
      ("--unit", "wrod"), ("--threads", "0"),
    ]
    for (flag, value) in cases {
      expectRefusal(train([flag, value], small: false), "\(flag) is \(value); ")
    }
    expectRefusal(train(["--hiden", "8"]), "did you mean --hidden")
    XCTAssertFalse(FileManager.default.fileExists(atPath: model))
  }

  func testTextsThatCannotBeUsed() throws {
    let other = folder + "/other.txt"
    func trainOnOther() -> Outcome { run(["train", other, "--model", model]) }
    expectRefusal(trainOnOther(), "there is no file \(other)")
    try write("", to: other)
    expectRefusal(trainOnOther(), "is empty")
    try write("x", to: other)
    expectRefusal(trainOnOther(), "the text has 1 character; a batch of 1 × 64 needs at least 72")
    try Data([0x61, 0xE9, 0x62]).write(to: URL(fileURLWithPath: other))
    expectRefusal(trainOnOther(), "is not UTF-8: byte 1 is 0xE9")
    expectRefusal(run(["train", folder, "--model", model]), "is a directory")
    try write(String(repeating: "ab", count: 1000), to: other)
    expectRefusal(
      run(["train", other, "--model", model, "--batch", "40"]),
      "the text has 2,000 characters; a batch of 40 × 64 needs at least 2,845")
    XCTAssertFalse(FileManager.default.fileExists(atPath: model))
  }

  func testAShortTextGetsASmallerBatchAndIsToldSo() throws {
    try write(Self.sentences(count: 72), to: text)
    let outcome = run(["train", text, "--model", model, "--hidden", "4", "--epochs", "1"])
    XCTAssertEqual(outcome.status, 0, outcome.errors)
    XCTAssertTrue(
      outcome.output.contains("The text is short: a batch of 1 in place of 32."), outcome.output)
  }

  func testATextOfOneSymbolOverAndOverIsLearned() throws {
    try write(String(repeating: "z", count: 200), to: text)
    let outcome = run(["train", text, "--model", model, "--hidden", "4", "--epochs", "1"])
    XCTAssertEqual(outcome.status, 0, outcome.errors)
    XCTAssertEqual(run(["generate", "--model", model, "--length", "3"]).output, "zzz\n")
  }

  func testAPathThatCannotBeWrittenIsRefusedBeforeTheTraining() {
    mkfifo(folder + "/pipe", 0o600)
    for path in [folder, text + "/model", "/proc/none/model", folder + "/pipe"] {
      let outcome = run(["train", text, "--model", path])
      expectRefusal(outcome, "--model")
      XCTAssertEqual(outcome.output, "")
    }
  }

  func testAPromptThatTheVocabularyLacks() {
    _ = train()
    expectRefusal(
      run(["generate", "--model", model, "--prompt", "the é"]), "lacks “é” (U+00E9), on line 1")
  }

  func testGenerateAndEvaluateCheckTheirFlags() {
    _ = train()
    expectRefusal(
      run(["generate", "--model", model, "--temperature", "nan"]), "--temperature is nan")
    expectRefusal(run(["generate", "--model", model, "--top-k", "0"]), "--top-k is 0")
    expectRefusal(run(["generate", "--model", model, "--length", "-1"]), "--length is -1")
    expectRefusal(
      run(["generate", "--model", folder + "/none"]),
      "there is no model \(folder)/none. Train one: ")
    expectRefusal(run(["evaluate", "--model", model]), "usage: course evaluate FILE")
    expectRefusal(run(["evaluate", folder + "/none", "--model", model]), "there is no file")
  }

  func testModelFilesThatCannotBeUsed() throws {
    _ = train()
    let good = try Safetensors(contentsOf: model)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: model))
    func expect(_ file: Safetensors, _ words: String, line: UInt = #line) throws {
      try file.write(to: model)
      expectRefusal(run(["generate", "--model", model]), words, line: line)
    }
    for count in [0, 7, 8, 100, bytes.count / 2, bytes.count - 1] {
      try bytes.prefix(count).write(to: URL(fileURLWithPath: model))
      expectRefusal(run(["generate", "--model", model]), "is not a model that can be read")
    }
    try expect(Safetensors(metadata: [:], tensors: good.tensors), "not a language model of this")
    var other = good
    other.metadata["version"] = "2"
    try expect(other, "is of version 2, this program reads version 1")
    for key in ["configuration", "vocabulary", "corpus", "progress", "opening"] {
      for value in [nil, "", "{}", "[1", "null"] {
        other = good
        other.metadata[key] = value
        try expect(other, "is damaged")
      }
    }
    for (from, to) in [
      ("\"hidden\":8", "\"hidden\":9223372036854775807"), ("\"hidden\":8", "\"hidden\":9"),
      ("\"layers\":1", "\"layers\":0"), ("\"clip\":1", "\"clip\":-1"),
    ] {
      other = good
      other.metadata["configuration"] = good.metadata["configuration"]?.replacingOccurrences(
        of: from, with: to)
      XCTAssertNotEqual(other, good)
      try expect(other, "is damaged")
    }
    for from in ["\"epochSymbols\":", "\"step\":", "\"window\":", "\"epoch\":"] {
      for number in ["-1", "9223372036854775807"] {
        other = good
        other.metadata["progress"] = good.metadata["progress"]?.replacing(
          try Regex(from + "[0-9]+"), with: from + number)
        XCTAssertNotEqual(other, good)
        try expect(other, "is damaged: its progress is \(number).")
      }
    }
    other = good
    other.tensors.removeFirst()
    try expect(other, "is damaged")
    other = good
    other.tensors.removeLast()
    try other.write(to: model)
    expectRefusal(run(["train", "--resume", "--model", model]), "damaged")
  }
}
