"""The client's pages, reached by a link in a mail: answer a course, agree, see what comes of it."""
