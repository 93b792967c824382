import Foundation

/// What makes a figure alive. In a chapter a widget is the line `<!-- widget: gates -->` directly
/// before the figure that stands in for it; in the page it is
/// `<div class="widget" data-widget="gates">` around that figure.
///
/// chapters/web/widgets/gates.js draws it. A page that has widgets loads, in this order, after
/// its text: `widgets/runtime.js`, then for each widget `widgets/gates.wasm.js` where a build
/// wrote one, and `widgets/gates.js`. A widget without a script stays a figure.
struct BookWidgets {
  static let sources = "chapters/web/widgets"

  let folder: PackageFolder
  /// The book's folder, from the package's root.
  let book: String

  /// Copies the scripts and styles that pages with widgets load.
  func install() throws {
    for name in folder.names(in: Self.sources) where name.hasSuffix(".js") || name.hasSuffix(".css")
    {
      if let contents = try folder.contents("\(Self.sources)/\(name)") {
        try folder.write(contents, to: "\(book)/widgets/\(name)")
      }
    }
  }

  /// The page with the scripts of its widgets.
  func added(to page: String) -> String {
    var names: [String] = []
    for match in page.matches(of: /data-widget="([a-z0-9-]+)"/) {
      let name = String(match.output.1)
      if !names.contains(name), folder.exists("\(Self.sources)/\(name).js") { names.append(name) }
    }
    let scripts = names.flatMap { ["\($0).wasm", $0] }
      .filter { folder.exists("\(book)/widgets/\($0).js") }
    let shared = scripts.isEmpty ? [] : ["runtime"]
    let tags = (shared + scripts).map { "<script src=\"widgets/\($0).js\"></script>" }
    return page.replacing("<!-- widgets -->", with: tags.joined(separator: "\n"))
  }
}
