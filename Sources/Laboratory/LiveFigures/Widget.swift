import Course
import Foundation

/// A widget of the web edition: Sources/Widgets/ChapterNN/ computes, and
/// chapters/web/widgets/NAME.js shows.
package struct Widget: Equatable, Sendable {
  /// As in the chapter's line `<!-- widget: gates -->`.
  package let name: String
  package let chapter: Int

  /// Scripts that each page with a widget loads before the widget's own.
  package static let sharedScripts = ["runtime", "chart"]
  package static let folder = "chapters/web/widgets"

  /// `Chapter04`, the name of its Swift file.
  package var sourceName: String { chapter < 10 ? "Chapter0\(chapter)" : "Chapter\(chapter)" }

  var module: WebAssemblyModule {
    WebAssemblyModule(
      name: "Widget\(sourceName)",
      sources: [
        "Sources/Widgets/\(sourceName)/\(sourceName).swift", "Sources/Widgets/Exchange.swift",
      ],
      optimisation: "-O")
  }

  /// A script that holds the compiled code, and numbers that the widget needs, as texts: a page that
  /// is opened from a file may load scripts and nothing else.
  package func script(code: [UInt8], in folder: PackageFolder) throws -> String {
    var script = "Widgets.code[\"\(name)\"] = \"\(base64(code))\";\n"
    if let data = try folder.contents("\(Self.folder)/\(name).bin") {
      script += "Widgets.data[\"\(name)\"] = \"\(base64(Array(data)))\";\n"
    }
    return script
  }

  private func base64(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString()
  }
}
