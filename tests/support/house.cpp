// SPDX-License-Identifier: MIT
#include "support/house.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <utility>

namespace latch::test::house {

namespace {

/// One #include line.
struct Include {
    std::string target;
    bool is_quoted = false; ///< in quotation marks, as ours are
    std::size_t line = 0;
};

std::optional<Include> included_by(std::string_view line) {
    line = base::trim(line);
    if (!line.starts_with('#')) {
        return std::nullopt;
    }
    line = base::trim(line.substr(1));
    if (!line.starts_with("include")) {
        return std::nullopt;
    }
    line = base::trim(line.substr(7));
    const std::size_t end = line.find_first_of("\">", 1);
    if (line.empty() || (line.front() != '"' && line.front() != '<') ||
        end == std::string_view::npos) {
        return std::nullopt;
    }
    return Include{
        .target = std::string(line.substr(1, end - 1)), .is_quoted = line.front() == '"'};
}

void append(Findings& all, Findings more) {
    std::move(more.begin(), more.end(), std::back_inserter(all));
}

std::vector<Include> includes_of(const File& file) {
    std::vector<Include> found;
    std::size_t number = 0;
    for (const std::string_view line : base::split(file.text, '\n')) {
        ++number;
        if (auto include = included_by(line)) {
            include->line = number;
            found.push_back(std::move(*include));
        }
    }
    return found;
}

std::string place(const File& file, const Include& include) {
    return file.path + ":" + std::to_string(include.line) + ": " + include.target;
}

bool is_public(std::string_view path) {
    return path.starts_with("include/latch/");
}

/// "http" for "src/http/url.cpp" and "include/latch/http/url.hpp"; empty for "src/main.cpp".
std::string folder_of(std::string_view path) {
    path.remove_prefix(std::string_view(is_public(path) ? "include/latch/" : "src/").size());
    const std::size_t slash = path.find('/');
    return std::string(slash == std::string_view::npos ? "" : path.substr(0, slash));
}

/// "url" for "src/http/url.cpp".
std::string stem_of(std::string_view path) {
    path.remove_prefix(path.rfind('/') + 1);
    return std::string(path.substr(0, path.find('.')));
}

/// The file of ours that an include means; nothing for somebody else's header.
std::optional<std::string> ours(const Include& include) {
    if (include.target.starts_with("latch/")) {
        return "include/" + include.target;
    }
    return include.is_quoted ? std::optional("src/" + include.target) : std::nullopt;
}

/// The program's first file stands above the table.
const std::set<std::string> folders_of_main{"app", "base"};

/// Which library a header belongs to, by the longest prefix; empty for the standard library,
/// POSIX and Linux.
std::string library_of(const std::string& target) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 28> known{{
        {"boost/asio", "Asio"},
        {"boost/beast", "Beast"},
        {"boost/url", "Boost.URL"},
        {"boost/system", "Boost.System"},
        {"boost/regex", "Boost.Regex"},
        {"boost/", "another Boost library"},
        {"openssl/ssl.h", "libssl"},
        {"openssl/", "libcrypto"},
        {"CLI/", "CLI11"},
        {"nlohmann/", "nlohmann"},
        {"libpsl.h", "libpsl"},
        {"idn2.h", "libidn2"},
        {"unistr.h", "libunistring"},
        {"uniwidth.h", "libunistring"},
        {"zlib.h", "zlib"},
        {"brotli/", "brotli"},
        {"zstd.h", "zstd"},
        {"gumbo.h", "gumbo"},
        {"pugixml.hpp", "pugixml"},
        {"uchardet/uchardet.h", "uchardet"},
        {"jq.h", "libjq"},
        {"jv.h", "libjq"},
        {"catch2/", "Catch2"},
        {"arpa/", ""},
        {"net/if.h", ""},
        {"netinet/", ""},
        {"sys/", ""},
        {"linux/", ""},
    }};
    for (const auto& [prefix, library] : known) {
        if (target.starts_with(prefix)) {
            return std::string(library);
        }
    }
    const bool has_folder = target.find('/') != std::string_view::npos;
    const bool is_cpp = target.ends_with(".hpp") || target.ends_with(".hh");
    return has_folder || is_cpp ? "an unknown library" : "";
}

/// What comes with a library that a row names.
bool covers(const std::string& named, const std::string& used) {
    return named == used || (named == "Asio" && used == "Boost.System") ||
           (named == "libssl" && used == "libcrypto");
}

const Permission* permission(const Row& row, const std::string& library, const std::string& path) {
    const auto found =
        std::find_if(row.libraries.begin(), row.libraries.end(), [&](const Permission& each) {
            return covers(each.library, library) &&
                   (each.only_in.empty() || each.only_in.contains(stem_of(path)));
        });
    return found == row.libraries.end() ? nullptr : &*found;
}

bool may_stand_in_public_header(const std::string& library, const std::string& path) {
    return library == "Boost.System" || (library == "Asio" && path == "include/latch/net/task.hpp");
}

bool costs_start_up_time(const std::string& target) {
    static const std::set<std::string, std::less<>> costly{
        "iostream",
        "fstream",
        "sstream",
        "ostream",
        "istream",
        "iomanip",
        "regex",
        "locale",
    };
    return costly.contains(target);
}

/// Why `path`, whose folder may use `allowed`, must not include our file `target`; or empty.
std::string objection_to(
    const std::string& target, const std::string& path, const std::set<std::string>& allowed
) {
    const std::string to = folder_of(target);
    const bool is_foreign = to != folder_of(path);
    if (is_foreign && !is_public(target)) {
        return " is private to " + to;
    }
    if (is_public(path) && !is_public(target)) {
        return " is private, in a public header";
    }
    return is_foreign && !allowed.contains(to) ? " is of a layer that may not be used here" : "";
}

/// The includes of our own headers that `file` must not have.
Findings forbidden_in(
    const File& file, const std::set<std::string>& allowed, const std::set<std::string>& existing
) {
    Findings found;
    for (const Include& include : includes_of(file)) {
        const auto target = ours(include);
        if (!target) {
            continue;
        }
        const std::string objection = existing.contains(*target)
                                          ? objection_to(*target, file.path, allowed)
                                          : " is not there";
        if (!objection.empty()) {
            found.push_back(place(file, include) + objection);
        }
    }
    return found;
}

/// Why `path` must not include somebody else's header; or empty.
std::string objection_to(
    const Include& include,
    const std::string& library,
    const std::string& path,
    const Permission* allowed
) {
    if (costs_start_up_time(include.target)) {
        return " costs start-up time";
    }
    if (library.empty()) {
        return "";
    }
    if (allowed == nullptr) {
        return " is " + library + ", not allowed here";
    }
    const bool is_exposed = is_public(path) && !may_stand_in_public_header(library, path);
    return is_exposed ? " stands in a public header" : "";
}

/// A directed graph of names.
using Graph = std::map<std::string, std::set<std::string>>;

/// Looks for cycles, depth first.
class CycleSearch {
public:
    explicit CycleSearch(const Graph& graph) : graph_(graph) {}

    Findings run() {
        for (const auto& [node, edges] : graph_) {
            visit(node);
        }
        return std::move(found_);
    }

private:
    void visit(const std::string& node) {
        const auto open = std::find(path_.begin(), path_.end(), node);
        if (open != path_.end()) {
            report(open);
            return;
        }
        if (!graph_.contains(node) || !seen_.insert(node).second) {
            return;
        }
        path_.push_back(node);
        for (const std::string& next : graph_.at(node)) {
            visit(next);
        }
        path_.pop_back();
    }

    void report(std::vector<std::string>::const_iterator from) {
        std::string text = "cycle: ";
        for (auto each = from; each != path_.end(); ++each) {
            text += *each + " -> ";
        }
        found_.push_back(text + *from);
    }

    const Graph& graph_;
    std::set<std::string> seen_;
    std::vector<std::string> path_;
    Findings found_;
};

/// The libraries that were used by a folder's files under a permission for one file only.
using Users = std::map<std::pair<std::string, std::string>, std::set<std::string>>;

Findings crowds(const Users& users) {
    Findings found;
    for (const auto& [use, stems] : users) {
        if (stems.size() > 1) {
            found.push_back(
                "src/" + use.first + ": " + use.second + " is used by " +
                base::counted(stems.size(), "file") + ", one may"
            );
        }
    }
    return found;
}

} // namespace

Findings forbidden_includes(const Table& table, const std::vector<File>& files) {
    std::set<std::string> existing;
    for (const File& file : files) {
        existing.insert(file.path);
    }
    Findings found;
    for (const File& file : files) {
        const std::string folder = folder_of(file.path);
        if (folder.empty()) {
            append(found, forbidden_in(file, folders_of_main, existing));
        } else if (const auto row = table.find(folder); row != table.end()) {
            append(found, forbidden_in(file, row->second.folders, existing));
        } else {
            found.push_back(file.path + ": its folder is not in the table");
        }
    }
    return found;
}

Findings forbidden_libraries(const Table& table, const std::vector<File>& files) {
    static const Row nothing;
    Findings found;
    Users users;
    for (const File& file : files) {
        const std::string folder = folder_of(file.path);
        const Row& row = table.contains(folder) ? table.at(folder) : nothing;
        for (const Include& include : includes_of(file)) {
            if (ours(include)) {
                continue;
            }
            const std::string library = library_of(include.target);
            const Permission* allowed = permission(row, library, file.path);
            if (allowed != nullptr && allowed->in_one_file_only) {
                users[{folder, library}].insert(stem_of(file.path));
            }
            const std::string objection = objection_to(include, library, file.path, allowed);
            if (!objection.empty()) {
                found.push_back(place(file, include) + objection);
            }
        }
    }
    append(found, crowds(users));
    return found;
}

Findings include_cycles(const std::vector<File>& files) {
    Graph of_files;
    Graph of_folders;
    for (const File& file : files) {
        std::set<std::string>& edges = of_files[file.path];
        for (const Include& include : includes_of(file)) {
            const auto target = ours(include);
            if (!target) {
                continue;
            }
            edges.insert(*target);
            if (folder_of(*target) != folder_of(file.path)) {
                of_folders[folder_of(file.path)].insert(folder_of(*target));
            }
        }
    }
    Findings found = CycleSearch(of_files).run();
    append(found, CycleSearch(of_folders).run());
    return found;
}

Findings oversized(const std::vector<File>& files) {
    Findings found;
    for (const File& file : files) {
        const auto lines = std::count(file.text.begin(), file.text.end(), '\n');
        const long limit = file.path.ends_with(".hpp") ? 200 : 400;
        const bool is_exempt = file.path.starts_with("src/cli/options");
        if (lines > limit && !is_exempt) {
            found.push_back(
                file.path + ": " + std::to_string(lines) + " lines, the limit is " +
                std::to_string(limit)
            );
        }
    }
    return found;
}

Findings unlicensed(const std::vector<File>& files) {
    Findings found;
    for (const File& file : files) {
        if (!file.text.starts_with("// SPDX-License-Identifier: MIT\n")) {
            found.push_back(file.path + ": does not begin with the licence");
        }
    }
    return found;
}

} // namespace latch::test::house
