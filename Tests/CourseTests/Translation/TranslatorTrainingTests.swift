import Foundation
import Layers
import LinearAlgebra
import Text
import XCTest

@testable import Course
@testable import Tasks

final class TranslatorTrainingTests: TranslatorTestCase {
  func testResumingEndsWithTheSameBits() throws {
    let flags = [source, target] + Self.tiny.map { $0 == "0" ? "0.3" : $0 }
    let whole = try finished(request(flags + ["--threads", "1"]).begin().run)
    var stops = 0
    for seed in 1...4 as ClosedRange<UInt64> {
      let (end, count) = try stopped(flags, seed: seed, request)
      XCTAssertEqual(end, whole)
      stops += count
    }
    XCTAssertGreaterThan(stops, 1)
    try whole.write(to: model)
    XCTAssertEqual(try Translator(contentsOf: model), whole)
  }

  func testItReadsAndWritesCharacters() throws {
    let outcome = translate(["--unit", "character"])
    XCTAssertEqual(outcome.status, 0, outcome.errors)
    let file = try Translator(contentsOf: model)
    XCTAssertTrue(file.source.symbols.allSatisfy { $0.count == 1 })
    XCTAssertEqual(file.configuration.text(of: ["a", " ", "b"]), "a b")
    XCTAssertEqual(file.longest, 19)
  }

  func testOnlySoManyWordsAreKnown() throws {
    XCTAssertEqual(translate(["--vocabulary", "3"]).status, 0)
    let file = try Translator(contentsOf: model)
    XCTAssertEqual([file.source.count, file.target.count], [4, 4])
    XCTAssertEqual(file.content.words(of: [0, 1]), ["<unk>", file.target.symbols[1]])
  }

  /// Many at once, shortest first, are what each is alone; a beam of one is greedy.
  func testTranslationsDoNotDependOnEachOther() throws {
    _ = translate()
    let file = try Translator(contentsOf: model)
    let model = try file.model()
    let sources = Self.pairs(count: 90, seed: 4).map {
      file.source.indices(of: file.configuration.symbols(of: $0.0))
    }
    let all = try file.content.translations(of: sources, by: model, beam: 1)
    for (source, found) in zip(sources, all).prefix(20) {
      XCTAssertEqual(try file.content.translations(of: [source], by: model, beam: 1), [found])
      let stepper = try model.stepper(stepping: [1])
      try stepper.begin([source])
      let search = BeamSearch(width: 1, end: file.content.boundary, longest: file.longest)
      XCTAssertEqual(
        try search.decode(stepper, begin: file.content.boundary)[0].symbols, found)
    }
  }
}
