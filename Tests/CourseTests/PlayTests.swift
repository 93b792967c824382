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
    let page = try XCTUnwrap(PlayPage(chapter, in: sample.folder))
    XCTAssertEqual(page.path, ".build/play/02-last.html")
    let html = page.html()
    XCTAssertTrue(html.contains("data-widget=\"rnn\""))
    XCTAssertTrue(
      html.contains("<img src=\"../../chapters/figures/02-a.svg\" alt=\"Two &quot;cells&quot;\">"),
      html)
    let scripts = html.matches(of: /src="widgets\/([^"]*)"/).map { String($0.output.1) }
    XCTAssertEqual(scripts, ["runtime.js", "chart.js", "rnn.wasm.js", "rnn.js"])
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
      let page = try XCTUnwrap(PlayPage(chapter, in: here))
      XCTAssertTrue(page.html().contains("<img "), widget.name)
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
