import XCTest

@testable import Authoring
@testable import Course
@testable import Laboratory

/// What `course play` and the build for WebAssembly say without building.
final class PlayTests: XCTestCase {
  private let target = "/toolchain/usr/lib/swift/embedded/wasm32-unknown-none-wasm"
  private let information =
    #"{"target": {"triple": "x"}, "paths": {"runtimeResourcePath": "/toolchain/usr/lib/swift"}}"#

  private func problem(_ information: String, _ present: [String]) -> String? {
    do {
      _ = try WebAssemblyToolchain(targetInformation: information) { present.contains($0) }
      return nil
    } catch { return "\(error)" }
  }

  // MARK: The toolchain

  func testTheLinkerAndTheLibraryAreFoundBesideTheCompiler() throws {
    let toolchain = try WebAssemblyToolchain(targetInformation: information) { _ in true }
    XCTAssertEqual(toolchain.linker, "/toolchain/usr/bin/wasm-ld")
    XCTAssertEqual(toolchain.unicode, "\(target)/libswiftUnicodeDataTables.a")
  }

  func testAToolchainThatCannotBuildForWebAssemblySaysHowToGetOneThatCan() {
    let remedy = "install one from https://www.swift.org/install and put it first on PATH"
    for (information, present, lacks) in [
      (information, [], "Embedded Swift for wasm32-unknown-none-wasm"),
      (information, ["\(target)/libswiftUnicodeDataTables.a"], "wasm-ld"),
      ("not JSON", [], "its kind"),
    ] {
      XCTAssertEqual(
        problem(information, present),
        "this Swift toolchain cannot build for WebAssembly: it lacks \(lacks); \(remedy)")
    }
  }

  // MARK: The command

  func testAChapterWithoutAWidgetNamesThoseThatHaveOne() throws {
    let sample = try SampleCourse()
    withExtendedLifetime(sample) {
      let result = course("play", "1", "--no-open")
      XCTAssertEqual(result.status, 2)
      XCTAssertEqual(
        result.errors, "course: chapter 1 has nothing to play with; try one of these: 2\n")
      XCTAssertTrue(course("play", "9").errors.contains("no chapter 9"), course("play", "9").errors)
    }
  }

  func testThePageHoldsTheChaptersFigureAndTheWidgetsScriptsInTheirOrder() throws {
    let sample = try SampleCourse()
    try sample.folder.write(
      "# 2 · Last\n\n<!-- widget: rnn -->\n\n![Two \"cells\"](figures/02-a.svg)\n",
      to: "chapters/02-last.md")
    let chapter = try XCTUnwrap(Course(sample.folder).chapters.last)
    let page = try XCTUnwrap(PlayPage(chapter, in: Course(sample.folder)))
    XCTAssertEqual(page.path, ".build/play/02-last.html")
    let html = try page.html()
    XCTAssertTrue(html.contains("data-widget=\"rnn\""))
    XCTAssertTrue(
      html.contains("<img src=\"../../chapters/figures/02-a.svg\" alt=\"Two &quot;cells&quot;\">"),
      html)
    let scripts = html.matches(of: /src="widgets\/([^"]*)"/).map { String($0.output.1) }
    XCTAssertEqual(
      scripts, ["runtime.js", "controls.js", "motion.js", "chart.js", "rnn.wasm.js", "rnn.js"])
  }

  /// A sample whose second chapter has a widget and, in exercises/, a second exercise that no code
  /// calls.
  private func playable() throws -> (SampleCourse, PlayPage) {
    let sample = try SampleCourse()
    try sample.folder.write("# 2 · Last\n\n<!-- widget: rnn -->\n", to: "chapters/02-last.md")
    let course = try Course(sample.folder)
    return (sample, try XCTUnwrap(PlayPage(XCTUnwrap(course.chapters.last), in: course)))
  }

  func testThePageNamesEveryUnwrittenExerciseOfItsChapter() throws {
    let (sample, page) = try playable()
    try withExtendedLifetime(sample) {
      let numbers = page.chapter.exercises.map { "\($0.number)" }.joined(separator: " ")
      let html = try page.html()
      XCTAssertTrue(html.contains("data-unwritten=\"\(numbers)\""), html)
      let path = try XCTUnwrap(page.chapter.exercises.first).path
      let text = try XCTUnwrap(sample.folder.text(path))
      try sample.folder.write(text.replacing("notWritten(", with: "written("), to: path)
      XCTAssertTrue(try page.html().contains("data-unwritten=\"\""))
    }
  }

  func testAPageThatCannotBeBuiltAnewIsMarkedAsOldWithTheReason() throws {
    let (sample, page) = try playable()
    try withExtendedLifetime(sample) {
      // The sample has none of the modules that a widget is built on.
      XCTAssertNotEqual(course("play", "2", "--no-open").status, 0)
      XCTAssertFalse(sample.folder.exists(page.path), "nothing is there to be marked")
      try sample.folder.write(page.html(), to: page.path)
      XCTAssertNotEqual(course("play", "2", "--no-open").status, 0)
      let html = try XCTUnwrap(sample.folder.text(page.path))
      XCTAssertTrue(html.contains("This page is old"), html)
      let reason = try XCTUnwrap(html.firstMatch(of: /not built anew: (.*)\.<\/p>/)).output.1
      XCTAssertNotEqual(reason, "the build has not ended")
      XCTAssertNotEqual(reason, "no reason")
      XCTAssertTrue(html.contains("data-widget=\"rnn\""))
      try sample.folder.write(page.html(), to: page.path)
      XCTAssertFalse(try XCTUnwrap(sample.folder.text(page.path)).contains("is old"))
    }
  }

  func testTheReasonIsTheFirstThingThatTheCompilerSays() throws {
    let (sample, page) = try playable()
    try withExtendedLifetime(sample) {
      try sample.folder.write(page.html(), to: page.path)
      let output = "/r/exercises/02-last/Last.swift:3:5: error: cannot find 'x' in scope\nmore\n"
      try page.markAsOld(because: BuildFailure(output: output, root: "/r"))
      let html = try XCTUnwrap(sample.folder.text(page.path))
      XCTAssertTrue(html.contains("cannot find 'x' in scope"), html)
      XCTAssertFalse(html.contains("more"))
    }
  }

  // MARK: Modules

  func testTheReadersChapterComesFromExercises() throws {
    let here = try PackageFolder.containing(
      URL(fileURLWithPath: #filePath).deletingLastPathComponent().path)
    let modules = try WebAssemblyModule.chapters(upTo: 4, readers: 4, in: here)
    XCTAssertEqual(
      modules.map(\.name), ["WarmUp", "Sequences", "VanillaRNN", "VanishingGradients", "LSTMGates"])
    XCTAssertTrue(try XCTUnwrap(modules[3].sources.first).hasPrefix("solutions/03-"))
    XCTAssertTrue(try XCTUnwrap(modules[4].sources.first).hasPrefix("exercises/04-"))
    XCTAssertEqual(try modules[3].imports(among: modules, in: here), ["VanillaRNN"])
  }

  func testEveryWidgetHasItsSourceItsScriptAndItsPlaceInTheChapter() throws {
    let here = try PackageFolder.containing(
      URL(fileURLWithPath: #filePath).deletingLastPathComponent().path)
    for widget in Widget.all {
      for path in widget.module.sources + ["\(Widget.folder)/\(widget.name).js"] {
        XCTAssertTrue(here.exists(path), path)
      }
      let chapter = try XCTUnwrap(Course(here).chapters.first { $0.number == widget.chapter })
      let page = try XCTUnwrap(PlayPage(chapter, in: Course(here)))
      XCTAssertTrue(try page.html().contains("<img "), widget.name)
    }
  }

  func testWhatAPageMustSupplyIsInTheScript() throws {
    let here = try PackageFolder.containing(
      URL(fileURLWithPath: #filePath).deletingLastPathComponent().path)
    let script = try XCTUnwrap(here.text("\(Widget.folder)/runtime.js"))
    for name in WebAssemblyBuild.supplied {
      XCTAssertTrue(script.contains("    \(name)("), name)
    }
  }
}
