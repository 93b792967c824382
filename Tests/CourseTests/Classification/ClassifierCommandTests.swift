import Foundation
import Layers
import Text
import XCTest

@testable import Course
@testable import Tasks

final class ClassifierCommandTests: ClassifierTestCase {
  func testTrainEvaluateAndPredict() throws {
    let trained = classify(["--validation", "0.2"])
    XCTAssertEqual(trained.status, 0, trained.errors)
    for line in trained.output.split(separator: "\n") where !line.contains(model) {
      XCTAssertLessThanOrEqual(line.count, 80, "\(line)")
    }
    XCTAssertTrue(trained.output.contains("Labels:  bad ("), trained.output)
    XCTAssertTrue(trained.output.contains("epoch  training  validation    accuracy   macro F1"))
    let used = said(trained)
    XCTAssertTrue(used.hasSuffix("Use it: swift run course predict --model \(model)"), used)

    let judged = run(["evaluate", tests, "--model", model])
    XCTAssertEqual(judged.status, 0, judged.errors)
    for words in ["accuracy", "macro F1", "precision", "true label below", "unknown    0.0 %"] {
      XCTAssertTrue(judged.output.contains(words), judged.output)
    }
    let lines = folder + "/lines.txt"
    try write("the film was great\r\n\r\ndull , rather dull\n", to: lines)
    let predicted = run(["predict", lines, "--model", model])
    XCTAssertEqual(predicted.status, 0, predicted.errors)
    let labels = predicted.output.split(separator: "\n")
    XCTAssertEqual(labels.count, 3)
    XCTAssertEqual([labels[0], labels[2]], ["good", "bad"])
    let all = run(["predict", lines, "--model", model, "--probabilities"]).output
    XCTAssertTrue(all.hasPrefix("good\tbad 0."), all)
  }

  func testJSONParses() throws {
    let trained = classify(["--json"])
    let epochs = try trained.output.split(separator: "\n").map {
      try XCTUnwrap(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    XCTAssertEqual(epochs.compactMap { $0["epoch"] as? Int }, [1, 2, 3])
    let validation = try XCTUnwrap(epochs[0]["validation"] as? [String: Any])
    XCTAssertNotNil(validation["accuracy"] as? Double)
    XCTAssertNil(epochs[0]["sample"])

    let judged = run(["evaluate", tests, "--model", model, "--json"])
    let report = try JSONDecoder().decode(
      ClassificationReport.self, from: Data(judged.output.utf8))
    XCTAssertEqual(report.texts, 40)
    XCTAssertEqual(report.confusion.joined().reduce(0, +), 40)

    let lines = folder + "/lines.txt"
    try write("a \"quoted\" film\n\n", to: lines)
    let rows = try run(["predict", lines, "--model", model, "--json"]).output
      .split(separator: "\n").map {
        try XCTUnwrap(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
      }
    XCTAssertEqual(rows.count, 2)
    for row in rows {
      let probabilities = try XCTUnwrap(row["probabilities"] as? [String: Double])
      XCTAssertEqual(probabilities.values.reduce(0, +), 1, accuracy: 1e-5)
      XCTAssertEqual(probabilities.values.max(), row["probability"] as? Double)
    }
  }

  func testTheTaskMayStandAnywhere() throws {
    let words: [[String]] = [
      ["train", reviews, "--task", "classify"], ["train", "--task=classify", reviews],
      ["train", "--epochs", "1", reviews, "--task", "classify"],
    ]
    for (index, words) in words.enumerated() {
      let epochs = words.contains("--epochs") ? [] : ["--epochs", "1"]
      let outcome = run(words + epochs + ["--model", model + "\(index)", "--hidden", "4"])
      XCTAssertEqual(outcome.status, 0, outcome.errors)
    }
    expectRefusal(
      run(["train", text, "--task", "clasify"]), "--task is clasify; did you mean classify?")
    expectRefusal(run(["train", text, "--dropout", "0.5"]), "course train has no flag --dropout")
    XCTAssertTrue(run(["train", "--task", "classify", "--help"]).output.contains("--dropout F"))
    XCTAssertTrue(run(["train", "--help"]).output.contains("course train --task classify"))
    expectRefusal(run(["train", "--mine", "--task", "language"]), "--task does not go with --mine")
  }

  func testEachCommandSaysWhereAModelOfAnotherTaskGoes() throws {
    _ = classify()
    let language = folder + "/language"
    XCTAssertEqual(run(["train", text, "--model", language] + Self.small).status, 0)
    let use = "is a classifier, not a language model. Use it with: swift run course predict --model"
    expectRefusal(run(["generate", "--model", model]), use)
    expectRefusal(
      run(["predict", "reviews.CSV", "--model", model]),
      "reviews.CSV is a table, and predict reads a text in each line")
    expectRefusal(run(["export", model, folder + "/out"]), use)
    expectRefusal(
      run(["train", text, "--continue", model, "--model", folder + "/new"]), use)
    expectRefusal(
      run(["train", "--resume", "--model", model]),
      "is a classifier. Go on with: swift run course train --task classify --resume --model \(model)"
    )
    expectRefusal(
      run(["train", text, "--model", model] + Self.small), "holds a classifier. Start over")
    expectRefusal(
      run(["predict", text, "--model", language]),
      "is a language model, not a classifier. Use it with: swift run course generate --model")
    expectRefusal(
      run(["evaluate", tests, "--model", model, "--bits", "8"]),
      "is a classifier, which has no use for --bits; leave it out")
    expectRefusal(
      run(["evaluate", text, "--model", language, "--encoding", "latin1"]),
      "is a language model, which has no use for --encoding; leave it out")
    expectRefusal(
      run(["predict", text, "--model", folder + "/none"]),
      "Train one: swift run course train --task classify --model \(folder)/none")
    expectRefusal(run(["bench", "--task", "classify"]), "--task is classify; it must be train or")
  }

  // MARK: What is told

  func testWhatIsWorthKnowingIsTold() throws {
    var rows = Self.reviews(count: 60, seed: 5).split(separator: "\n").map(String.init)
    rows = rows.filter { $0.hasPrefix("good") } + rows.filter { $0.hasPrefix("bad") }.prefix(4)
    rows += [
      rows[0], "good\t  ", "bad\t" + rows[1].dropFirst(5),
      "good\t" + String(repeating: "so ", count: 30),
    ]
    rows.append("GOOD\ta fine film")
    try write(rows.joined(separator: "\n"), to: reviews)
    let outcome = classify(["--validation", "0", "--length", "20"])
    let said = said(outcome)
    for words in [
      "1 text without words left out, the first: \(reviews), line \(rows.count - 3).",
      "repeat others; copies of a text are held back together.", "1 text with different labels, as",
      "The labels are uneven, from 1 text (GOOD) to",
      "Labels that only capital letters tell apart: GOOD and good.",
      "1 text longer than --length 20, read up to there.",
    ] { XCTAssertTrue(said.contains(words), "\(words): \(said)") }
  }

  func testWordsThatOccurOnceAreToldOf() throws {
    let rows = (0..<40).map { "\($0 % 2)\tword\($0) 电影\($0)\n" }
    try write(rows.joined(), to: reviews)
    let words =
      "of the words read are unknown, since they are rare: --minimum-count 1 or --unit character"
    XCTAssertTrue(said(classify()).contains(words))
    XCTAssertFalse(said(classify(["--minimum-count", "1", "--replace"])).contains("are unknown"))
    XCTAssertFalse(said(classify(["--unit", "character", "--replace"])).contains("are unknown"))
  }

  /// What is read of a long text is the same in training, judging and prediction.
  func testALongTextIsReadUpToTheSamePlace() throws {
    _ = classify(["--length", "3"])
    let lines = folder + "/lines.txt"
    try write("the film was\nthe film was dull , cold and flat\n", to: lines)
    let predicted = run(["predict", lines, "--model", model, "--json"]).output.split(
      separator: "\n")
    XCTAssertEqual(predicted.count, 2)
    XCTAssertEqual(predicted[0], predicted[1])
  }

  func testTextsOfTheTrainingAreKnownAgain() throws {
    let copied = try String(contentsOfFile: reviews, encoding: .utf8).split(separator: "\n").prefix(
      3)
    try write(
      copied.joined(separator: "\n") + "\ngood\tnever seen before\nbad\t\n", to: tests)
    let trained = classify(["--validation", tests])
    XCTAssertTrue(
      said(trained).contains("3 of the 4 texts are in the training files."), trained.output)
    let judged = said(run(["evaluate", tests, "--model", model]))
    XCTAssertTrue(judged.contains("3 of the 5 texts are in the training files."), judged)
    XCTAssertTrue(judged.contains("1 of the 5 texts have no words."), judged)
    let json = run(["evaluate", tests, "--model", model, "--json"]).output
    let report = try JSONDecoder().decode(ClassificationReport.self, from: Data(json.utf8))
    XCTAssertEqual([report.seenInTraining, report.empty], [3, 1])
    // "never seen before" and what stands for the empty text, of those and the three copies.
    let words = copied.reduce(4) { $0 + $1.split(whereSeparator: \.isWhitespace).count - 1 }
    XCTAssertEqual(try XCTUnwrap(report.unknown), 4 / Double(words), accuracy: 1e-12)
    // What is held back is in the files, too.
    _ = classify(["--replace"])
    let all = said(run(["evaluate", reviews, "--model", model]))
    XCTAssertTrue(all.contains("120 of the 120 texts are in"), all)
  }

  func testCopiesOfATextAreHeldBackTogether() throws {
    let rows = Self.reviews(count: 30, seed: 5).split(separator: "\n")
    try write((rows + rows + rows).joined(separator: "\n"), to: reviews)
    let texts = try request([reviews, "--validation", "0.3"]).begin().run.material
    XCTAssertGreaterThan(texts.validation.count, 10)
    let learnt = Set(texts.training.map(\.symbols))
    XCTAssertFalse(texts.validation.contains { learnt.contains($0.symbols) })
  }

  // MARK: Bad input

  func testTextsThatCannotBeUsed() throws {
    let other = folder + "/other.txt"
    func refused(_ content: String, _ words: String, _ flags: [String] = [], line: UInt = #line)
      throws
    {
      try write(content, to: other)
      expectRefusal(classify(flags, files: [other]), words, line: line)
    }
    try refused("1 a\n1 b\n", "all 2 texts have the label 1. Give texts of at least two labels")
    try refused("1 \n0 \n", "all 2 texts are empty. Give some with words")
    try refused(
      "1 a b\n0 c d\n",
      "--validation 0.1 of 2 different texts leaves none to validate with; raise it")
    let prose = (0..<20).map { "w\($0) and more\n" }.joined()
    try refused(
      prose, "20 of 20 texts have a label that no other has, as \(other), line 1, has w0. A label")
    try refused("1 a\n0 b\n", "course train --task classify has no flag --hiden", ["--hiden", "3"])
    try refused(
      "1 a\n0 b\n", "--validation is 1.5; it must be a number from 0 to 0.9",
      ["--validation", "1.5"])
    try refused("1 a\n0 b\n", "there is no file nix", ["--validation", "nix"])
    try refused("1 a\n0 b\n", "--encoding is latin; did you mean latin1?", ["--encoding", "latin"])
    try Data([0x31, 0x20, 0xE9, 0x0A]).write(to: URL(fileURLWithPath: other))
    expectRefusal(
      classify(files: [other]), "is 0xE9. Read it with --encoding latin1, or convert it")
    expectRefusal(run(["train", "--task", "classify"]), "name the files to learn from")
    expectRefusal(classify(files: [folder + "/none"]), "there is no file")
    expectRefusal(
      run(["train", "--task", "classify", reviews, "--model", reviews]), "would take the place of")
    XCTAssertFalse(FileManager.default.fileExists(atPath: model))
  }

  func testALabelThatTheModelDoesNotKnow() throws {
    _ = classify()
    try write("good\tfine\nugly\tfine\n", to: tests)
    expectRefusal(
      run(["evaluate", tests, "--model", model]),
      "\(tests), line 2: the label ugly is not one that the model knows: bad, good. Leave such texts out"
    )
    expectRefusal(
      classify(["--validation", tests, "--replace"]), "line 2: the label ugly is not one that")
  }

  func testWhatIsThereIsNotReplacedUnasked() throws {
    _ = classify()
    expectRefusal(classify(["--seed", "2"]), "--seed 1, not 2. Start over with --replace")
    expectRefusal(classify(["--lower-case"]), "holds a model of another configuration")
    let resume = ["train", "--task", "classify", "--resume", "--model", model]
    expectRefusal(
      run(resume + ["--hidden", "9"]), "was trained with --hidden 8, not 9. Leave --hidden out")
    expectRefusal(run(resume + ["--replace"]), "leave one out")
    try write(Self.reviews(count: 119, seed: 1), to: reviews)
    expectRefusal(run(resume + ["--epochs", "4"]), "changed since")
    XCTAssertEqual(classify(["--seed", "2", "--replace"]).status, 0)
    XCTAssertTrue(FileManager.default.fileExists(atPath: folder + "/model.1.safetensors"))
  }

  func testModelFilesThatCannotBeUsed() throws {
    _ = classify()
    try expectDamaged(
      ["configuration", "vocabulary", "corpus", "progress", "labels"],
      [
        ("\"hidden\":8", "\"hidden\":9"), ("\"layers\":1", "\"layers\":0"), ("0.5", "1.5"),
        ("\"patience\":3", "\"patience\":-3"),
        ("\"validation\":\"0.1\"", "\"validation\":\"7\""),
      ])
    try expectDamaged(["labels"], values: [#"["bad","good","new"]"#], [])
    let good = try Safetensors(contentsOf: model)
    var other = good
    for seen: [Float] in [[0.5, -1], [.nan, 1], [1, 1e9], [1]] {
      other = good
      other.tensors =
        good.tensors.filter { $0.name != "content.seen" }
        + [try Tensor(name: "content.seen", shape: [seen.count], values: seen)]
      try other.write(to: model)
      expectRefusal(
        run(["predict", text, "--model", model]), "is damaged: what it learnt from is missing")
    }
    other = good
    other.tensors = good.tensors.filter { !$0.name.hasPrefix("training.optimizer.second.0") }
    try other.write(to: model)
    expectRefusal(
      run(["train", "--task", "classify", "--resume", "--model", model, "--epochs", "9"]), "damaged"
    )
  }
}
