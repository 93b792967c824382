import Course
import Foundation

/// A widget of the web edition: Sources/Widgets/ChapterNN/ computes, and
/// chapters/web/widgets/NAME.js shows.
package struct Widget: Equatable, Sendable {
  /// As in the chapter's line `<!-- widget: gates -->`.
  package let name: String
  package let chapter: Int
  /// The file and the region of a listing that it shows, `solutions/…/Listing.swift#listing`.
  package var listing: String?

  /// Where it stands in its chapter.
  package var line: String { "<!-- widget: \(name) -->" }

  /// Scripts that each page with a widget loads before the widget's own.
  package static let sharedScripts = ["runtime", "controls", "motion", "chart"]
  package static let folder = "chapters/web/widgets"

  /// The widget's own scripts in the order in which a page loads them: its code, its drawings, which are
  /// `gates-cell.js` and the like, and what brings them together.
  ///
  /// - Parameter folder: the package's.
  /// - Returns: their names without `.js`.
  package func scripts(in folder: PackageFolder) -> [String] {
    let drawings = folder.names(in: Self.folder).filter {
      $0.hasPrefix("\(name)-") && $0.hasSuffix(".js")
    }
    return ["\(name).wasm"] + drawings.sorted().map { String($0.dropLast(3)) } + [name]
  }

  var module: WebAssemblyModule {
    let source = chapter < 10 ? "Chapter0\(chapter)" : "Chapter\(chapter)"
    return WebAssemblyModule(
      name: "Widget\(source)",
      sources: ["Sources/Widgets/\(source)/\(source).swift", "Sources/Widgets/Exchange.swift"],
      optimisation: "-O")
  }

  /// A script that holds the compiled code, and the numbers or the listing that the widget needs, as
  /// texts: a page that is opened from a file may load scripts and nothing else.
  package func script(code: Data, in folder: PackageFolder) throws -> String {
    // Networks that a suite reads as well stand among its fixtures.
    let data =
      try folder.contents("\(Self.folder)/\(name).bin")
      ?? folder.contents("Tests/Fixtures/\(name).bin") ?? listed(in: folder)
    let parts: [(String, Data?)] = [("code", code), ("data", data)]
    return parts.map { key, bytes in
      bytes.map { "Widgets.\(key)[\"\(name)\"] = \"\($0.base64EncodedString())\";\n" } ?? ""
    }.joined()
  }

  private func listed(in folder: PackageFolder) throws -> Data? {
    guard let listing, let mark = listing.firstIndex(of: "#") else { return nil }
    let (path, region) = (String(listing[..<mark]), String(listing[listing.index(after: mark)...]))
    let lines = try folder.text(path)?.lines ?? []
    guard let range = Regions(path: path, lines: lines).ranges[region] else {
      throw UserError("\(path) has no region \(region), which the widget \(name) shows")
    }
    return Data(lines[range].joined(separator: "\n").utf8)
  }
}
